"""The HVAC controller: it cools a cold room by what it is told the temperature is.

It believes the mean of the readings that reached it, and asks for cooling by the room's law (hysteresis, or PI for a
compressor whose speed follows). A reading that does not arrive leaves it with the last one; after a while it raises an
alarm that its readings are stale, and it goes on cooling or not cooling as it did. Alarms and requests for cooling
follow Guideline 36, and believe what the controller believes. A room with a thermostat of its own is watched only. One
controller looks after one cold room; controllers beyond that look after the hall.

It also subscribes to the last wills of the gateways that read its room: one that is gone is an alarm at once, long
before its readings are stale. A gateway that is there and says nothing leaves no will.

Whoever may write its points (:mod:`twin.devices.points`) sets another setpoint, moves the limit of its alarms or ends
them, or commands the compressor in its place; the compressor's own minimum times hold whoever commands. Somebody who
works it by hand looks at the dial in the room every ten minutes, and switches the cooling on or off by what it shows.

Sources: ASHRAE Guideline 36 (alarms of level 2 and 3, above and below the setpoint, after 10 min); ISA-18.2 (alarm).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan, nan

import numpy as np

from twin.core.chance import Ints
from twin.core.units import MINUTE_US, SECOND_US, Us, seconds
from twin.devices.base import LEASE, NAME_LOOKUP, TIME_SYNC
from twin.devices.broker import Clients, Sessions, session
from twin.devices.gateway import BROKER, Gateway
from twin.devices.parts.characteristics import CONTROLLER
from twin.devices.points import ALARM_LIMIT, COMMAND, EVENTS, SETPOINT, Place, PointDevice
from twin.devices.world import World
from twin.net.inventory import Need
from twin.net.protocols.mqtt import KEEP_ALIVE_S
from twin.plant.control import DeviationWatch, ProportionalIntegral
from twin.plant.spec import RoomSpec

CONTROL_US: Us = 30 * SECOND_US
STALE_US: Us = 15 * MINUTE_US
"""How long a controller trusts old readings before it says so (judgement)."""
PRIORITIES = {0: 0, 3: 2, 2: 3}
"""Rank of Guideline 36's levels; level 2 is the more urgent."""
_WORDS = {1: "low", 2: "medium", 3: "high"}
BY_HAND_US: Us = 10 * MINUTE_US
"""How often somebody who works a room by hand looks at its dial (judgement)."""
LEAST_C, MOST_C = -40.0, 40.0
"""Setpoints that it takes: the range of its input (judgement)."""


@dataclass
class Points:
    """What somebody wrote: a setpoint and a command instead of its own (NaN: none), and whether it raises alarms."""

    setpoint_c: float = nan
    command: float = nan
    events: bool = True


@dataclass
class Loop:
    """One control loop: which controller, which room, which sensors, and what it remembers."""

    controller: str
    room: int
    spec: RoomSpec
    sensors: Ints
    watch: DeviationWatch
    law: ProportionalIntegral
    asked: float = 0.0
    requests: int = 0
    raised: dict[str, int] = field(default_factory=dict)
    said: tuple[str, float, float, int] | None = None
    points: Points = field(default_factory=Points)

    def ask(self, believed_c: float, setpoint_c: float) -> float:
        """Share of cooling that the room's law asks for."""
        if self.spec.control == "pi":
            return self.law.ask(believed_c - setpoint_c, seconds(CONTROL_US))
        half_k = self.spec.band_k / 2
        return 1.0 if believed_c > setpoint_c + half_k else 0.0 if believed_c < setpoint_c - half_k else self.asked


class HvacController(PointDevice):
    """A controller of cold rooms and of the hall's air."""

    function = "cold_chain"
    purdue_level = 1
    switch = "sw-cold"
    vendor = "climatix"
    services = ("bacnet", "http")
    needs = (
        LEASE,
        NAME_LOOKUP,
        TIME_SYNC,
        Need(BROKER, "mqtt", "readings of its room", every_s=60, bytes_out=120, bytes_in=700, verbs=("PINGREQ",)),
        Need(
            "hvac-cloud", "http", "the maker's analytics, port 80 or nothing", every_s=300, bytes_out=3_000,
            bytes_in=400, verbs=("POST",), object="/v1/points", excessive=True,
        ),
    )  # fmt: skip
    shares_key = True
    characteristics = CONTROLLER
    traits = {"default_credentials": True, "physical_port": True}

    def start(self, world: World) -> None:
        """One loop a room; act every half minute."""
        super().start(world)
        self.loops: list[Loop] = []
        gateway = world.devices.get("gateway")
        if not isinstance(gateway, Gateway) or not self.members:
            return
        self._gateway = gateway
        self.loops = [self._loop(number, spec) for number, spec in enumerate(world.plant.spec.rooms)]
        if self.loops:
            world.clock.every(CONTROL_US, "hvac/control", self._control)
            self._watch_gateways(world, gateway)

    def _watch_gateways(self, world: World, gateway: Gateway) -> None:
        """Listen to the last wills of gateways; those that come back need no word."""
        names = [each.name for each in gateway.members]
        services = [gateway.service_of(name) for name in names]
        keep_alive_us = KEEP_ALIVE_S * SECOND_US
        clients = Clients(BROKER, names, services, keep_alive_us, gateway.flush_all, self._gateway_lost, _welcome)
        self.gateways = Sessions(world, clients)
        gateway.on_heard = self.gateways.hear

    def _gateway_lost(self, number: int) -> None:
        """Raise an alarm for a gateway that some controller misses, and hears of."""
        lost = self._gateway.members[number].name
        rooms = {sensor.area for sensor in self._gateway.sensors if sensor.traits["gateway"] == lost}
        for loop in self.loops:
            if (
                loop.points.events
                and loop.spec.name in rooms
                and session(self.world, loop.controller, BROKER) == "delivered"
            ):
                self.world.log.one(
                    "alarm", time=self.world.clock.now_us, source=lost, alarm="gateway_lost", priority="medium",
                    value=1.5 * KEEP_ALIVE_S,
                )  # fmt: skip
                return

    def _loop(self, number: int, spec: RoomSpec) -> Loop:
        law = ProportionalIntegral(spec.pi_share_k, spec.pi_reset_min * 60.0, spec.least_share)
        controller = self.members[number % len(self.members)].name
        return Loop(controller, number, spec, self._thermometers(spec.name), DeviationWatch(spec), law)

    def _thermometers(self, room: str) -> Ints:
        sensors = self._gateway.sensors
        found = [n for n, s in enumerate(sensors) if s.area == room and s.traits.get("measures") == "temperature_c"]
        return np.array(found, dtype=np.int64)

    def write(self, asset: str, place: Place, value: float) -> bool:
        """Setpoint, limit of alarms, whether it raises any, and the compressor's command, of one of its rooms."""
        mine = self._loops_of(asset)
        if place.room >= len(mine):
            return False
        return _write(mine[place.room], place.object, value)

    def restart(self, asset: str) -> None:
        """Nothing is controlled meanwhile; a command is forgotten, everything else is kept."""
        super().restart(asset)
        for loop in self._loops_of(asset):
            loop.points.command = nan

    def recover(self, asset: str) -> None:
        """Its points are as they were when it was put up."""
        super().recover(asset)
        for loop in self._loops_of(asset):
            loop.points, loop.watch = Points(), DeviationWatch(loop.spec)

    def _loops_of(self, asset: str) -> list[Loop]:
        return [loop for loop in self.loops if loop.controller == asset]

    def _control(self) -> None:
        self._gateway.flush(self.world.clock.now_us)
        for loop in self.loops:
            if not self.down(loop.controller):
                self._act(loop)

    def _act(self, loop: Loop) -> None:
        """Ask by belief, and raise what people should know."""
        world, now_us = self.world, self.world.clock.now_us
        setpoint_c = loop.points.setpoint_c
        if isnan(setpoint_c) or self.by_hand(loop.controller):
            setpoint_c = world.plant.rooms.setpoints[loop.room].at(now_us)
        if self.by_hand(loop.controller):
            self._act_by_hand(loop, setpoint_c)
            return
        alone = world.plant.rooms.has_thermostat(loop.room)
        commanded = not (alone or isnan(loop.points.command))
        if commanded:
            loop.asked = loop.points.command
            world.plant.rooms.command(loop.room, loop.asked)
        linked = session(world, loop.controller, BROKER) == "delivered"
        heard = self._gateway.heard_us[loop.sensors]
        self._alarm(loop, "stale_reading", int(not linked or not (heard > now_us - STALE_US).any()), 0.0)
        known = loop.sensors[heard >= 0]
        if not linked or not len(known):
            self._say(loop, "blind", setpoint_c, nan)
            return
        believed_c = float(self._gateway.belief_c[known].sum()) / len(known)
        if not (alone or commanded):
            loop.asked = loop.ask(believed_c, setpoint_c)
            world.plant.rooms.command(loop.room, loop.asked)
        self._look(loop, believed_c, believed_c - setpoint_c)
        mode = "watching" if alone else "cooling" if loop.asked > 0 else "resting"
        self._say(loop, "commanded" if commanded else mode, setpoint_c, believed_c)

    def _act_by_hand(self, loop: Loop, setpoint_c: float) -> None:
        """What somebody does who comes by every ten minutes: full cooling above the setpoint, none below the band."""
        rooms = self.world.plant.rooms
        if self.world.clock.now_us % BY_HAND_US or rooms.has_thermostat(loop.room):
            return
        dial_c = float(rooms.temperature_c[0, loop.room])
        half_k = loop.spec.band_k / 2
        loop.asked = 1.0 if dial_c > setpoint_c + half_k else 0.0 if dial_c < setpoint_c - half_k else loop.asked
        rooms.command(loop.room, loop.asked)
        self._say(loop, "by_hand", setpoint_c, dial_c)

    def rooms_of(self, asset: str) -> list[str]:
        """The rooms that *asset* looks after."""
        return [loop.spec.name for loop in self._loops_of(asset)]

    def _look(self, loop: Loop, believed_c: float, error_k: float) -> None:
        """Alarms and requests of Guideline 36."""
        off = loop.watch.look(error_k, self.world.clock.now_us)
        self._alarm(loop, "high_temperature", PRIORITIES[off.above], believed_c)
        self._alarm(loop, "low_temperature", PRIORITIES[off.below], believed_c)
        loop.requests = loop.watch.requests(error_k, self.world.clock.now_us)

    def _alarm(self, loop: Loop, alarm: str, rank: int, value: float) -> None:
        """Raise once when it begins, and again when it becomes more urgent; nothing where alarms are off."""
        if not loop.points.events:
            loop.raised[alarm] = 0
            return
        if rank > loop.raised.get(alarm, 0):
            self.world.log.one(
                "alarm", time=self.world.clock.now_us, source=loop.spec.name, alarm=alarm, priority=_WORDS[rank],
                value=value,
            )  # fmt: skip
        loop.raised[alarm] = rank

    def _say(self, loop: Loop, mode: str, setpoint_c: float, believed_c: float) -> None:
        """Write down what it wants, where that has changed."""
        now = (mode, setpoint_c, loop.asked, loop.requests)
        if now != loop.said:
            self.world.log.one(
                "control", time=self.world.clock.now_us, controller=loop.controller, room=loop.spec.name, mode=mode,
                setpoint_c=setpoint_c, reading_c=believed_c, command=loop.asked, requests=loop.requests,
            )  # fmt: skip
            loop.said = now


def _write(loop: Loop, to: str, value: float) -> bool:
    """Write to an object of one room; a room with a thermostat of its own takes no command."""
    if to == SETPOINT and (isnan(value) or LEAST_C <= value <= MOST_C):
        loop.points.setpoint_c = value
    elif to == ALARM_LIMIT and value > 0.0:
        changed = {"alarm_above_k": value, "alarm_far_k": value + loop.spec.alarm_far_k - loop.spec.alarm_above_k}
        loop.watch = DeviationWatch(loop.spec.model_copy(update=changed))
    elif to == EVENTS and not isnan(value):
        loop.points.events = value > 0.0
    elif to == COMMAND and loop.spec.thermostat == "none":  # what is written while the reserve cools acts afterwards
        loop.points.command = value if isnan(value) else min(1.0, max(0.0, value))
    else:
        return False
    return True


def _welcome(_gateway: int) -> None:
    """Its readings say that it is there."""
