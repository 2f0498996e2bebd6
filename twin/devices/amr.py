"""The autonomous mobile robot: lidar, a map, a released base, and a service interface that trusts too much.

Its state goes to the broker every two seconds (VDA 5050 asks for an event or at least every 30 s), with the order that
it was given last; who shows robots on a screen lets them send their place in between (trait ``visualization_s``). A
robot that lost its session says so when it is back: ``connection``, and its factsheet.

Its configuration can be written over the service interface by whoever has a session, or by hand at the service port. A
written navigation offset changes what the robot **believes**; the floor keeps the truth. The protective field is local
to the robot and needs no network, but its parameters can be written like the rest.

It does what arrives on its topics, whoever wrote it: VDA 5050 messages carry no signature. A pause that nobody ends is
ended at the robot's panel, by somebody who found it.

Sources: VDA 5050 version 3.0.0 (topics, header counters); Alias Robotics' advisories on unauthenticated robot
interfaces (CVE-2020-10270, CVE-2020-10271) as the pattern; ISO 3691-4:2023 for the independent protective stop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.units import MINUTE_US, SECOND_US, Us, us
from twin.devices.base import NAME_LOOKUP, Device
from twin.devices.broker import Broker
from twin.devices.parts.characteristics import ROBOT
from twin.devices.world import World
from twin.net.firmware import Firmware
from twin.net.instant import Instant
from twin.net.inventory import Need
from twin.net.message import Message, Reply
from twin.net.traffic import Channels, Mask
from twin.net.verdicts import SERVICE_ID
from twin.plant.protective_field import FieldParameters
from twin.plant.robots import CAUSES, FROM_AFAR, STATES, Cause, Hold

BROKER = "broker-robots"
STATE_S = 2.0
"""Period of state messages (reference hub: event and 1 to 2 s)."""
PAUSED_US: Us = 10 * MINUTE_US
"""How long a robot stands paused before somebody comes and lets it go on (judgement)."""


def interface(robot: str) -> str:
    """Topic prefix of one robot (VDA 5050: interface, major version, manufacturer, serial number)."""
    return f"vda5050/v3/robofleet/{robot}"


class Amr(Device):
    """An autonomous mobile robot that speaks VDA 5050 over MQTT."""

    function = "robots"
    purdue_level = 1
    switch = "wlc"
    wireless = True
    vendor = "robofleet"
    services = ("robot_api", "ssh")
    needs = (
        NAME_LOOKUP,
        Need(BROKER, "mqtt", "states out, orders in", bytes_out=1_100, bytes_in=60, verbs=("PUBLISH",)),
    )
    shares_key = True
    characteristics = ROBOT
    traits = {"default_credentials": True, "physical_port": True, "visualization_s": 0.0}

    def start(self, world: World) -> None:
        """Report state, and open no door but those that were left open."""
        super().start(world)
        self._names = world.log.names.codes(asset.name for asset in self.members)
        self._states_of = world.log.names.codes(STATES)
        self.on_heard: Callable[[Ints, Ints], None] = _nobody_hears
        self._order = np.full(len(self.members), -1, dtype=np.int64)
        self._ordered: list[tuple[Us, int, int]] = []
        self._sent = {asset.name: 0 for asset in self.members}
        self._held_until_us = [0] * len(self.members)
        self._contained: Counter[tuple[str, Hold]] = Counter()
        self._by_hand: Counter[str] = Counter()
        self.on_quiet: Callable[[int], None] = _nobody_misses
        self._away_us = np.full((2, len(self.members)), -1, dtype=np.int64)
        if self.members:
            self.states = self._states(world)
            world.traffic.add(self.states)
            self._show(world)

    def handle(self, message: Message) -> Reply:
        """A session holder may read and write the configuration."""
        if message.verb in ("write_config", "upload_map") and not isinstance(message.payload, Firmware):
            if (message.src, message.dst) not in self.sessions and message.src != message.dst:
                return Reply("delivered", "401")
            return self.touch(message.dst, "tamper", message.payload)
        return super().handle(message)

    def touch(self, asset: str, verb: str, payload: object = None) -> Reply:
        """``tamper`` with (dx, dy) in metres shifts where it believes to be; with field parameters, its field."""
        if verb == "tamper" and isinstance(payload, FieldParameters):
            self._set_field(self.number[asset], payload)
            return Reply("delivered", "ok")
        if verb != "tamper" or not isinstance(payload, tuple):
            return super().touch(asset, verb, payload)
        dx_m, dy_m = (float(part) for part in payload)
        self.world.change(lambda: self.world.plant.fleet.tamper(self.number[asset], dx_m, dy_m))
        return Reply("delivered", "ok")

    def _set_field(self, robot: int, to: FieldParameters) -> None:
        fleet = self.world.plant.fleet
        fleet.tamper_field(robot, to.scale, to.speed_share, to.blind)
        fleet.mute_field(robot, to.muted)

    def recover(self, asset: str) -> None:
        """Its map, its pose, its brakes and its protective field are its own again."""
        super().recover(asset)
        self.world.plant.fleet.restore_field(self.number[asset])
        self.world.plant.fleet.visits.charging.sent[self.number[asset]] = False
        self._away_us[:, self.number[asset]] = -1
        self.release(asset, "attack")
        self.world.plant.fleet.restore(self.number[asset])

    def obey(self, asset: str, action: Instant) -> bool:
        """Do an instant action that came over the broker; False where there is nothing to cancel or to end."""
        robot, fleet = self.number[asset], self.world.plant.fleet
        if self.led_by_hand(asset):
            return False
        if action.command == "cancelOrder":
            return fleet.visits.cancel(robot)
        if action.command == "startCharging":
            fleet.visits.charging.send(robot)
            return bool(fleet.visits.charging.sent[robot])
        if action.command == "startPause":
            self._hold_for(asset, PAUSED_US, "attack")
            return True
        held = bool(fleet.robots.holds[robot] & Hold.COMMANDED)
        self.release(asset, "attack")
        return held

    def reboot(self, asset: str, lasts_s: float, cause: str) -> bool:
        """It stands where it is, says nothing, and comes back."""
        robot, now_us = self.number[asset], self.world.clock.now_us
        self._hold_for(asset, us(lasts_s), cause)

        def fall_silent() -> None:
            self._away_us[:, robot] = now_us, now_us + us(lasts_s)

        self.world.change(fall_silent)
        self.on_quiet(robot)
        return True

    def _hold_for(self, asset: str, lasts_us: Us, cause: str) -> None:
        """Hold it where it stands for *lasts_us* at least."""
        robot, until_us = self.number[asset], self.world.clock.now_us + lasts_us
        self.halt(asset, cause)
        self._held_until_us[robot] = max(self._held_until_us[robot], until_us)
        self.world.clock.at(until_us, f"amr/{asset}/goes-on", partial(self._go_on, asset))

    def _go_on(self, asset: str) -> None:
        if self._held_until_us[self.number[asset]] <= self.world.clock.now_us:
            self.release(asset, "attack")

    def halt(self, asset: str, cause: str) -> None:
        """Stop it by command, where it stands; ``cause`` is ``attack`` or ``containment``.

        Of containment each stop counts for itself: the robot goes on when all of them are over.
        """
        if cause == "containment":
            self._contain(asset, Hold.CONTAINED)
        else:
            self.world.plant.fleet.hold(self.number[asset], Hold.COMMANDED, Cause(CAUSES.index(cause)))

    def release(self, asset: str, cause: str) -> None:
        """End the stop that was commanded for *cause*; another goes on."""
        if cause == "containment":
            self._let_go(asset, Hold.CONTAINED)
        else:
            self.world.plant.fleet.release(self.number[asset], Hold.COMMANDED)

    def halt_all(self) -> None:
        """Stop every robot where its braking ends, for containment."""
        for asset in self.number:
            self._contain(asset, Hold.HALTED)

    def release_all(self) -> None:
        """End one such stop of every robot."""
        for asset in self.number:
            self._let_go(asset, Hold.HALTED)

    def _contain(self, asset: str, why: Hold) -> None:
        self._contained[asset, why] += 1
        self.world.plant.fleet.hold(self.number[asset], why, Cause.CONTAINMENT)

    def _let_go(self, asset: str, why: Hold) -> None:
        self._contained[asset, why] -= 1
        if not self._contained[asset, why]:
            self.world.plant.fleet.release(self.number[asset], why)

    def slow(self, assets: Sequence[str], share: float) -> Callable[[], None]:
        """Let *assets* drive at *share* of their top speed; the result ends it."""
        pace = self.world.plant.fleet.pace
        token = pace.slow([self.number[asset] for asset in assets], share)
        return lambda: pace.end(token)

    def lead(self, asset: str) -> Callable[[], None]:
        """A person walks beside *asset*: it drives at walking pace, paused or without a base; the result ends it."""
        robot, robots = self.number[asset], self.world.plant.fleet.robots
        top_mps = max(robots.spec.speed_empty_mps, robots.spec.speed_loaded_mps)
        unhurried = self.slow([asset], min(1.0, self.world.plant.people.speed_mps / top_mps))
        robots.accompany(robot, 1)

        def leave() -> None:
            robots.accompany(robot, -1)
            unhurried()

        return leave

    def take_over(self, asset: str) -> Callable[[], None]:
        """People lead *asset*: no order and no command from afar reaches it; the result gives it back."""
        robot, fleet, leave = self.number[asset], self.world.plant.fleet, self.lead(asset)
        self._by_hand[asset] += 1
        fleet.take_by_hand(robot, 1)

        def give_back() -> None:
            self._by_hand[asset] -= 1
            fleet.take_by_hand(robot, -1)
            leave()

        return give_back

    def led_by_hand(self, asset: str) -> bool:
        """Whether people lead *asset*, and nothing from afar does."""
        return bool(self._by_hand[asset])

    def power(self, asset: str, on: bool) -> None:
        """Without power it stands."""
        if on:
            self.release(asset, "containment")
        else:
            self.halt(asset, "containment")

    def why_not_restart(self, asset: str) -> str:
        """Why a person who walks to it could not bring it back; empty where nothing hinders."""
        robot = self.number[asset]
        if self._away_us[1, robot] > self.world.clock.now_us:
            return f"{asset} restarts by itself"
        if not self.world.plant.fleet.robots.holds[robot] & FROM_AFAR:
            return f"{asset} is not stopped from afar"
        return ""

    def ordered(self, robot: int, order: int) -> None:
        """*robot* has accepted an order now, and names it in its states until the next one."""
        self._ordered.append((self.world.clock.now_us, robot, order))

    def announce(self, asset: str) -> None:
        """*asset* has a session again: it says that it is there, and what it can do."""
        number, self._sent[asset] = self._sent[asset], self._sent[asset] + 1
        for topic in ("connection", "factsheet"):
            self.world.send(
                Message(
                    asset, BROKER, "mqtt", "PUBLISH", f"{interface(asset)}/{topic}", float(number), bytes_out=400,
                    bytes_in=40,
                )
            )  # fmt: skip

    def _show(self, world: World) -> None:
        """Places for a screen, from robots whose trait asks for it."""
        shown = [asset for asset in self.members if float(asset.traits["visualization_s"]) > 0.0]
        if shown:
            every_s = [float(asset.traits["visualization_s"]) for asset in shown]
            world.traffic.add(
                self._channels(world, "visualization", "visualization", [a.name for a in shown], every_s, 480)
            )

    def _states(self, world: World) -> Channels:
        """State messages, one member a robot, to the broker."""
        names = [asset.name for asset in self.members]
        channels = self._channels(world, "states", "state", names, [STATE_S] * len(names), 1_100)
        channels.arrived = self._report
        return channels

    def _channels(
        self, world: World, called: str, topic: str, names: list[str], every_s: list[float], bytes_out: int
    ) -> Channels:
        """Messages of robots on a topic of their own, numbered from 0."""
        count, index = len(names), world.inventory.index
        period = np.array([round(each * SECOND_US) for each in every_s], dtype=np.int64)
        phases = Streams.of(world.seed, names, f"{topic}-phase").uniform(np.arange(count), 0)
        return Channels(
            name=called,
            src=np.array([index[name] for name in names], dtype=np.int64),
            dst=np.full(count, index[BROKER], dtype=np.int64),
            service=np.full(count, SERVICE_ID["mqtt"], dtype=np.int64),
            beat=Beat(period, (phases * period).astype(np.int64), Streams.of(world.seed, names, topic)),
            bytes_out=np.full(count, bytes_out, dtype=np.int64),
            bytes_in=np.full(count, 40, dtype=np.int64),
            verb=np.full(count, world.log.code("PUBLISH"), dtype=np.int64),
            object=world.log.names.codes(f"{interface(name)}/{topic}" for name in names),
            count_as=np.array([world.traffic.demand_of[name, BROKER, "mqtt"] for name in names], dtype=np.int64),
            values=self._numbered,
        )

    def _numbered(self, due: Due) -> Floats:
        """Header counters of messages that nobody else sends on their topics; who restarts sends none."""
        begins_us, ends_us = self._away_us[:, due.member]
        away = (due.time_us >= begins_us) & (due.time_us < ends_us)
        return np.where(away, np.nan, due.occurrence.astype(np.float64))

    def _report(self, due: Due, _: Floats, allowed: Mask) -> None:
        """What arrived at the fleet manager, if its own session stands: what each robot says about itself."""
        member, time_us = due.member[allowed], due.time_us[allowed]
        order = self._orders(member, time_us)
        self.on_heard(member, time_us)
        if not self._heard():
            return
        fleet = self.world.plant.fleet
        pose, robots, floor = fleet.pose_at(member, time_us), fleet.robots, fleet.floor
        goal = np.maximum(pose.goal, 0)
        self.world.log.block(
            "robot_state",
            time=time_us,
            robot=self._names[member],
            x_m=pose.x_m + robots.shift_x[member],
            y_m=pose.y_m + robots.shift_y[member],
            speed_mps=pose.speed_mps,
            battery=pose.battery,
            state=self._states_of[pose.state],
            goal_x_m=np.where(pose.goal >= 0, floor.x_m[goal], np.nan),
            goal_y_m=np.where(pose.goal >= 0, floor.y_m[goal], np.nan),
            header_id=due.occurrence[allowed],
            order=order,
        )

    def _orders(self, member: Ints, time_us: Ints) -> Ints:
        """The order that each robot had at each time of a window that ends now, -1 before its first."""
        found: Ints = self._order[member]
        for when_us, robot, order in self._ordered:
            found[(member == robot) & (time_us >= when_us)] = order
            self._order[robot] = order
        self._ordered.clear()
        return found

    def _heard(self) -> bool:
        broker = self.world.devices["broker"]
        listeners = self.world.inventory.of_kind("fleet_manager")
        return isinstance(broker, Broker) and any(
            broker.session(listener.name, BROKER) == "delivered" for listener in listeners
        )


def _nobody_hears(_robots: Ints, _times_us: Ints) -> None:
    """No broker watches."""


def _nobody_misses(_robot: int) -> None:
    """No broker watches."""
