"""The fleet manager: it gives visits to robots, and renews the base that lets them drive.

An AMR may drive only on the released base of its order. The manager renews it every few seconds over the broker;
where the renewal does not arrive, for whatever reason, the robot stops where its base ends. That is the price of
cutting it off, and the reason why a policy that blocks a need shows up in late orders.

What it knows of a robot's session is the robot's last will. Until the broker publishes it, a robot that is cut off
still gets orders; each goes unanswered, and after a few seconds, or with the will, its visit goes to another robot. A
robot that is lost gets none until it is heard again, and is asked for its state then. A visit that has begun stays with
its robot, which has the pod.

Sources: VDA 5050 version 3.0.0 (order, base and horizon, state, connection, QoS 0 of orders); the dispatching rule is
that of :mod:`twin.plant.dispatch`.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Streams
from twin.core.clock import EARLY, LATE
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.units import MINUTE_US, SECOND_US
from twin.devices.amr import BROKER, Amr, interface
from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.broker import Broker, Clients, Sessions, session
from twin.devices.parts.characteristics import SERVER
from twin.devices.world import World
from twin.net.headers import Headers
from twin.net.inventory import Need
from twin.net.message import Fate, Message, Reply
from twin.net.protocols.mqtt import ROBOT_KEEP_ALIVE_S
from twin.net.traffic import Channels, Mask
from twin.net.verdicts import SERVICE_ID
from twin.plant.backlog import Backlog
from twin.plant.dispatch import choose
from twin.plant.orders import CHECK_US, Arrival
from twin.plant.robots import Cause
from twin.plant.visit import Visit

RENEWAL_S = 5.0
"""How often a base is renewed (judgement; VDA 5050 leaves it open)."""
ANSWER_US = 10 * SECOND_US
"""How long an order may go without a state that names it: five states (judgement)."""


class FleetManager(Device):
    """The fleet manager of the AMRs."""

    function = "fleet"
    purdue_level = 3
    switch = "sw-server"
    vendor = "robofleet"
    services = ("https",)
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need(BROKER, "mqtt", "orders to AMRs, states from them", bytes_out=900, bytes_in=120, verbs=("PUBLISH",)),
    )
    at_most = 1
    characteristics = SERVER
    traits = {"default_credentials": False, "physical_port": False}

    def start(self, world: World) -> None:
        """Look for idle robots every second; derive who is linked anew whenever rules change."""
        super().start(world)
        self.waiting = Backlog(round(world.plant.spec.orders.restock_patience_min * MINUTE_US))
        self.robots = world.inventory.of_kind("amr")
        self.linked = np.zeros(len(self.robots), dtype=bool)
        self.online = np.zeros(len(self.robots), dtype=bool)
        self._mine: Fate = "unanswered"
        self.unanswered: dict[int, tuple[int, Visit]] = {}
        self._asked = [0] * len(self.robots)
        amr = world.devices.get("amr")
        broker = world.devices.get("broker")
        if self.members and isinstance(amr, Amr) and isinstance(broker, Broker) and self.robots:
            self._amr, self._broker, self._session = amr, broker, self._sessions(world, amr)
            amr.on_heard, amr.on_quiet = self._session.hear, self._session.quiet
            self._renewing = self._renewals(world)
            self._headers = Headers(self._renewing.beat)
            self._renewing.values = self._headers.cohort
            self._renewed_us = np.zeros(len(self.robots), dtype=np.int64)
            self._ran_out = False
            world.traffic.add(self._renewing)
            world.plant.fleet.visits.on_served = self._served
            world.plant.fleet.visits.on_dropped = self._dropped
            world.on_change.append(self._relink)
            self._relink()
            world.clock.every(round(RENEWAL_S * SECOND_US), "fleet-manager/bases", self._watch_bases, EARLY)
            world.clock.every(SECOND_US, "fleet-manager/dispatch", self._dispatch, EARLY)
            world.clock.every(CHECK_US, "fleet-manager/check", lambda: self.waiting.check(world.clock.now_us), LATE)

    def handle(self, message: Message) -> Reply:
        """Orders, and pods to restock, come from the WMS over HTTPS; it can take back what waits for a robot."""
        if message.verb == "POST" and message.object == "orders" and isinstance(message.payload, Arrival):
            self.waiting.add(message.payload.visits, self.world.clock.now_us)
            return Reply("delivered", "ok")
        if (message.verb, message.object, message.src) == ("DELETE", "orders", self._wms()):
            return Reply("delivered", "ok", self._give_back())
        return super().handle(message)

    def _wms(self) -> str:
        """Who may take orders back; nobody where there is no WMS."""
        return next((asset.name for asset in self.world.inventory.of_kind("wms")), "nobody")

    def _give_back(self) -> tuple[Visit, ...]:
        """Every visit of an order that waits for a robot; it waits no more."""
        visits = tuple(visit for visit in self.waiting if not visit.restocks)
        for visit in visits:
            self.waiting.take(visit, self.world.clock.now_us)
        return visits

    def _sessions(self, world: World, amr: Amr) -> Sessions:
        """The robots' sessions at their broker, and what their last wills mean here."""
        names = [robot.name for robot in self.robots]
        return Sessions(
            world,
            Clients(
                BROKER, names, ["mqtt"] * len(names), ROBOT_KEEP_ALIVE_S * SECOND_US,
                lambda until_us: world.traffic.flush_one(amr.states, until_us), self._broken, self._back,
            ),
        )  # fmt: skip

    def _broken(self, robot: int) -> None:
        """The broker publishes a robot's last will: CONNECTION_BROKEN."""
        if self._mine == "delivered":
            self._lose(robot)

    def _lose(self, robot: int) -> None:
        """No more orders for *robot*; the one that it has not answered goes to another."""
        self.online[robot] = False
        self._take_back([robot] if robot in self.unanswered else [])
        name = self.robots[robot].name
        self.world.log.one(
            "alarm",
            time=self.world.clock.now_us,
            source=name,
            alarm="robot_lost",
            priority="medium",
            value=1.5 * ROBOT_KEEP_ALIVE_S,
        )

    def _back(self, robot: int) -> None:
        """A robot announces itself, and is asked for its state if that is heard here."""
        name = self.robots[robot].name
        self._amr.announce(name)
        self._broker.welcome(name)
        if self._mine == "delivered":
            self.online[robot] = True
            number, self._asked[robot] = self._asked[robot], self._asked[robot] + 1
            self.world.send(
                Message(
                    self.members[0].name, BROKER, "mqtt", "PUBLISH", f"{interface(name)}/instantActions", float(number),
                    relay=name, bytes_out=320, bytes_in=40,
                )
            )  # fmt: skip

    def _relink(self) -> None:
        """Bases need both sessions to the broker; a robot cut off keeps its base a while.

        The broker keeps the last word of each robot for who comes back: a manager that was away reads it then.
        """
        fleet, mine = self.world.plant.fleet, session(self.world, self.members[0].name, BROKER)
        self._mine = mine
        for number in np.flatnonzero(self.online & ~self._session.open).tolist() if mine == "delivered" else ():
            self._lose(number)
        if mine == "delivered":
            self.online |= self._session.open
        base_us = round(self.world.plant.spec.fleet.base_s * SECOND_US)
        for number, robot in enumerate(self.robots):
            theirs = session(self.world, robot.name, BROKER)
            linked = mine == theirs == "delivered"
            if linked and not self.linked[number]:
                fleet.base_renewed(number)
            elif not linked and (self.linked[number] or self.world.clock.now_us == 0):
                ends = (self.members[0].name, BROKER, robot.name)
                contained = "contained" in (mine, theirs) or any(map(self.world.network.held_off, ends))
                cause = Cause.CONTAINMENT if contained else Cause.NONE
                fleet.base_ends(number, self.world.clock.now_us + base_us, cause)
            self.linked[number] = linked

    def _renew(self, due: Due, _: Floats, arrived: Mask) -> None:
        self._renewed_us[due.member[arrived]] = due.time_us[arrived]

    def _watch_bases(self) -> None:
        """On links that lose messages: a base that too many lost renewals let run out ends, one that came is back."""
        traffic, now = self.world.traffic, self.world.clock.now_us
        if not (traffic.capacity.lossy or traffic.limits.exceed or self._ran_out):
            return
        self._ran_out = False
        traffic.flush_one(self._renewing, now)
        base_us = round(self.world.plant.spec.fleet.base_s * SECOND_US)
        for number in np.flatnonzero(self.linked).tolist():
            if now - self._renewed_us[number] > base_us:
                self._ran_out = True
                self.world.plant.fleet.base_ends(number, now)
            else:
                self.world.plant.fleet.base_renewed(number)

    def _dispatch(self) -> None:
        """As many visits as there are idle robots that are there, as far as their broker knows."""
        fleet, now_us = self.world.plant.fleet, self.world.clock.now_us
        self._take_back([robot for robot, (until_us, _) in self.unanswered.items() if until_us <= now_us])
        if not self.waiting or self._mine != "delivered":
            return
        ready = self.online.copy()
        ready[list(self.unanswered)] = False
        while self.waiting:
            idle = fleet.idle()
            idle = idle[ready[idle]]
            if not len(idle):
                return
            robot, visit = choose(fleet, self.waiting, idle)
            self._order(visit, robot)
            ready[robot] = False

    def _take_back(self, robots: list[int]) -> None:
        """Visits that *robots* never answered wait again, in the order in which they were given."""
        for robot in reversed(robots):
            self.waiting.put_back(self.unanswered.pop(robot)[1], self.world.clock.now_us)

    def _order(self, visit: Visit, robot: int) -> None:
        """Publish the order; it is the robot's once it arrives, and else unanswered."""
        name, now_us = self.robots[robot].name, self.world.clock.now_us
        message = Message(
            self.members[0].name,
            BROKER,
            "mqtt",
            "PUBLISH",
            f"{interface(name)}/order",
            float(self._headers.single(robot, now_us)),
            relay=name,
            bytes_out=900,
            bytes_in=40,
        )
        self.waiting.take(visit, now_us)
        if self.world.send(message).ok and session(self.world, name, BROKER) == "delivered":
            self.world.plant.fleet.start_visit(robot, visit)
            self._amr.ordered(robot, visit.number)
        else:
            self.unanswered[robot] = (now_us + ANSWER_US, visit)

    def _served(self, _robot: int, visit: Visit) -> None:
        self.world.plant.orders.served(visit, self.world.clock.now_us)

    def _dropped(self, _robot: int, visit: Visit) -> None:
        self.waiting.put_back(visit, self.world.clock.now_us)

    def _renewals(self, world: World) -> Channels:
        """Renewals of the base, one member a robot, from the manager to the broker."""
        count, index = len(self.robots), world.inventory.index
        names = [robot.name for robot in self.robots]
        period = np.full(count, round(RENEWAL_S * SECOND_US), dtype=np.int64)
        demand = world.traffic.demand_of[self.members[0].name, BROKER, "mqtt"]
        phase = (Streams.of(world.seed, names, "renewal-phase").uniform(np.arange(count), 0) * period).astype(np.int64)
        return Channels(
            name="renewals",
            src=np.full(count, index[self.members[0].name], dtype=np.int64),
            dst=np.full(count, index[BROKER], dtype=np.int64),
            service=np.full(count, SERVICE_ID["mqtt"], dtype=np.int64),
            beat=Beat(period, phase, Streams.of(world.seed, names, "renewal")),
            bytes_out=np.full(count, 420, dtype=np.int64),
            bytes_in=np.full(count, 40, dtype=np.int64),
            verb=np.full(count, world.log.code("PUBLISH"), dtype=np.int64),
            object=world.log.names.codes(f"{interface(name)}/order" for name in names),
            count_as=np.full(count, demand, dtype=np.int64),
            arrived=self._renew,
            relay=np.array([index[name] for name in names], dtype=np.int64),
        )
