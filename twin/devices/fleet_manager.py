"""The fleet manager: it gives visits to robots, and renews the base that lets them drive.

An AMR may drive only on the released base of its order. The manager renews it every few seconds over the broker;
where the renewal does not arrive, for whatever reason, the robot stops where its base ends. That is the price of
cutting it off, and the reason why a policy that blocks a need shows up in late orders.

Sources: VDA 5050 version 3.0.0 (order, base and horizon, state, connection); the dispatching rule is that of
:mod:`twin.plant.dispatch`.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Streams
from twin.core.clock import EARLY, LATE
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.units import MINUTE_US, SECOND_US
from twin.devices.amr import interface
from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.broker import Broker
from twin.devices.world import World
from twin.net.inventory import Need
from twin.net.message import Message, Reply
from twin.net.traffic import Channels, Mask
from twin.net.verdicts import SERVICE_ID
from twin.plant.backlog import Backlog
from twin.plant.dispatch import choose
from twin.plant.orders import CHECK_US, Arrival
from twin.plant.robots import Cause
from twin.plant.visits import Visit

RENEWAL_S = 5.0
"""How often a base is renewed (judgement; VDA 5050 leaves it open)."""


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
        Need(
            "broker-robots", "mqtt", "orders to AMRs, states from them", bytes_out=900, bytes_in=120, verbs=("PUBLISH",)
        ),
    )
    at_most = 1
    traits = {"default_credentials": False, "physical_port": False}

    def start(self, world: World) -> None:
        """Look for idle robots every second; derive who is linked anew whenever rules change."""
        super().start(world)
        self.waiting = Backlog(round(world.plant.spec.orders.restock_patience_min * MINUTE_US))
        self.robots = world.inventory.of_kind("amr")
        self.linked = np.zeros(len(self.robots), dtype=bool)
        if self.members and self.robots:
            self._renewing = self._renewals(world)
            self._renewed_us = np.zeros(len(self.robots), dtype=np.int64)
            world.traffic.add(self._renewing)
            world.plant.fleet.visits.on_served = self._served
            world.plant.fleet.visits.on_dropped = self._dropped
            world.on_change.append(self._relink)
            self._relink()
            world.clock.every(round(RENEWAL_S * SECOND_US), "fleet-manager/bases", self._watch_bases, EARLY)
            world.clock.every(SECOND_US, "fleet-manager/dispatch", self._dispatch, EARLY)
            world.clock.every(CHECK_US, "fleet-manager/check", lambda: self.waiting.check(world.clock.now_us), LATE)

    def handle(self, message: Message) -> Reply:
        """Orders, and pods to restock, come from the WMS over HTTPS."""
        if message.verb == "POST" and message.object == "orders" and isinstance(message.payload, Arrival):
            self.waiting.add(message.payload.visits, self.world.clock.now_us)
            return Reply("delivered", "ok")
        return super().handle(message)

    def _relink(self) -> None:
        """Who is heard: both sessions to the broker must be allowed; a robot cut off keeps its base a while."""
        broker, fleet = self.world.devices["broker"], self.world.plant.fleet
        if not isinstance(broker, Broker):
            return
        mine = broker.session(self.members[0].name, "broker-robots")
        base_us = round(self.world.plant.spec.fleet.base_s * SECOND_US)
        for number, robot in enumerate(self.robots):
            theirs = broker.session(robot.name, "broker-robots")
            linked = mine == theirs == "delivered"
            if linked and not self.linked[number]:
                fleet.base_renewed(number)
            elif not linked and (self.linked[number] or self.world.clock.now_us == 0):
                cause = Cause.CONTAINMENT if "contained" in (mine, theirs) else Cause.NONE
                fleet.base_ends(number, self.world.clock.now_us + base_us, cause)
            self.linked[number] = linked

    def _renew(self, due: Due, _: Floats, arrived: Mask) -> None:
        self._renewed_us[due.member[arrived]] = due.time_us[arrived]

    def _watch_bases(self) -> None:
        """On links that lose messages: a base that too many lost renewals let run out ends, one that came is back."""
        traffic, now = self.world.traffic, self.world.clock.now_us
        if not traffic.capacity.lossy:
            return
        traffic.flush_one(self._renewing, now)
        base_us = round(self.world.plant.spec.fleet.base_s * SECOND_US)
        for number in np.flatnonzero(self.linked).tolist():
            if now - self._renewed_us[number] > base_us:
                self.world.plant.fleet.base_ends(number, now)
            else:
                self.world.plant.fleet.base_renewed(number)

    def _dispatch(self) -> None:
        """As many visits as there are idle robots that hear their orders."""
        fleet = self.world.plant.fleet
        while self.waiting:
            idle = fleet.idle()
            idle = idle[self.linked[idle]]
            if not len(idle):
                return
            robot, visit = choose(fleet, self.waiting, idle)
            if not self._order(visit, robot):
                return

    def _order(self, visit: Visit, robot: int) -> bool:
        """Publish the order; it is the robot's once it arrives."""
        name = self.robots[robot].name
        message = Message(
            self.members[0].name,
            "broker-robots",
            "mqtt",
            "PUBLISH",
            f"{interface(name)}/order",
            relay=name,
            bytes_out=900,
            bytes_in=40,
        )
        arrived = self.world.send(message).ok
        if arrived:
            self.waiting.take(visit, self.world.clock.now_us)
            self.world.plant.fleet.start_visit(robot, visit)
        return arrived

    def _served(self, _robot: int, visit: Visit) -> None:
        self.world.plant.orders.served(visit, self.world.clock.now_us)

    def _dropped(self, _robot: int, visit: Visit) -> None:
        self.waiting.put_back(visit, self.world.clock.now_us)

    def _renewals(self, world: World) -> Channels:
        """Renewals of the base, one member a robot, from the manager to the broker."""
        count, index = len(self.robots), world.inventory.index
        names = [robot.name for robot in self.robots]
        period = np.full(count, round(RENEWAL_S * SECOND_US), dtype=np.int64)
        demand = world.traffic.demand_of[self.members[0].name, "broker-robots", "mqtt"]
        phase = (Streams.of(world.seed, names, "renewal-phase").uniform(np.arange(count), 0) * period).astype(np.int64)
        return Channels(
            name="renewals",
            src=np.full(count, index[self.members[0].name], dtype=np.int64),
            dst=np.full(count, index["broker-robots"], dtype=np.int64),
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
