"""The HVAC controller: it cools a cold room by what it is told the temperature is.

It believes the mean of the readings that reached it, and asks for cooling by the room's law (hysteresis, or PI for a
compressor whose speed follows). A reading that does not arrive leaves it with the last one; after a while it raises an
alarm that its readings are stale, and it goes on cooling or not cooling as it did. Alarms and requests for cooling
follow Guideline 36, and believe what the controller believes. A room with a thermostat of its own is watched only. One
controller looks after one cold room; controllers beyond that look after the hall.

Sources: ASHRAE Guideline 36 (alarms of level 2 and 3, above and below the setpoint, after 10 min); ISA-18.2 (alarm).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan

import numpy as np

from twin.core.chance import Ints
from twin.core.units import MINUTE_US, SECOND_US, Us, seconds
from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.gateway import Gateway
from twin.devices.world import World
from twin.net.inventory import Need
from twin.net.message import Message
from twin.plant.control import DeviationWatch, ProportionalIntegral
from twin.plant.spec import RoomSpec

CONTROL_US: Us = 30 * SECOND_US
STALE_US: Us = 15 * MINUTE_US
"""How long a controller trusts old readings before it says so (judgement)."""
PRIORITIES = {0: 0, 3: 2, 2: 3}
"""Rank of Guideline 36's levels; level 2 is the more urgent."""
_WORDS = {1: "low", 2: "medium", 3: "high"}


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

    def ask(self, believed_c: float, setpoint_c: float) -> float:
        """Share of cooling that the room's law asks for."""
        if self.spec.control == "pi":
            return self.law.ask(believed_c - setpoint_c, seconds(CONTROL_US))
        half_k = self.spec.band_k / 2
        return 1.0 if believed_c > setpoint_c + half_k else 0.0 if believed_c < setpoint_c - half_k else self.asked


class HvacController(Device):
    """A controller of cold rooms and of the hall's air."""

    function = "cold_chain"
    purdue_level = 1
    switch = "sw-cold"
    vendor = "climatix"
    services = ("bacnet", "http")
    needs = (
        NAME_LOOKUP,
        TIME_SYNC,
        Need("broker-ot", "mqtt", "readings of its room", every_s=60, bytes_out=120, bytes_in=700, verbs=("PINGREQ",)),
        Need(
            "hvac-cloud", "http", "the maker's analytics, port 80 or nothing", every_s=300, bytes_out=3_000,
            bytes_in=400, verbs=("POST",), object="/v1/points", excessive=True,
        ),
    )  # fmt: skip
    traits = {"default_credentials": True, "physical_port": True}

    def start(self, world: World) -> None:
        """One loop a room; act every half minute."""
        super().start(world)
        gateway = world.devices.get("gateway")
        if not isinstance(gateway, Gateway) or not self.members:
            return
        self._gateway = gateway
        self.loops = [self._loop(number, spec) for number, spec in enumerate(world.plant.spec.rooms)]
        if self.loops:
            world.clock.every(CONTROL_US, "hvac/control", self._control)

    def _loop(self, number: int, spec: RoomSpec) -> Loop:
        law = ProportionalIntegral(spec.pi_share_k, spec.pi_reset_min * 60.0, spec.least_share)
        controller = self.members[number % len(self.members)].name
        return Loop(controller, number, spec, self._thermometers(spec.name), DeviationWatch(spec), law)

    def _thermometers(self, room: str) -> Ints:
        sensors = self._gateway.sensors
        found = [n for n, s in enumerate(sensors) if s.area == room and s.traits.get("measures") == "temperature_c"]
        return np.array(found, dtype=np.int64)

    def _control(self) -> None:
        self._gateway.flush(self.world.clock.now_us)
        for loop in self.loops:
            self._act(loop)

    def _act(self, loop: Loop) -> None:
        """Ask by belief, and raise what people should know."""
        world, now_us = self.world, self.world.clock.now_us
        setpoint_c = world.plant.rooms.setpoints[loop.room].at(now_us)
        linked = world.network.verdict_of(Message(loop.controller, "broker-ot", "mqtt"))[1] == "delivered"
        heard = self._gateway.heard_us[loop.sensors]
        self._alarm(loop, "stale_reading", int(not linked or not (heard > now_us - STALE_US).any()), 0.0)
        known = loop.sensors[heard >= 0]
        if not linked or not len(known):
            self._say(loop, "blind", setpoint_c, nan)
            return
        believed_c = float(self._gateway.belief_c[known].sum()) / len(known)
        if loop.spec.thermostat == "none":
            loop.asked = loop.ask(believed_c, setpoint_c)
            world.plant.rooms.command(loop.room, loop.asked)
        self._look(loop, believed_c, believed_c - setpoint_c)
        mode = "watching" if loop.spec.thermostat != "none" else "cooling" if loop.asked > 0 else "resting"
        self._say(loop, mode, setpoint_c, believed_c)

    def _look(self, loop: Loop, believed_c: float, error_k: float) -> None:
        """Alarms and requests of Guideline 36."""
        off = loop.watch.look(error_k, self.world.clock.now_us)
        self._alarm(loop, "high_temperature", PRIORITIES[off.above], believed_c)
        self._alarm(loop, "low_temperature", PRIORITIES[off.below], believed_c)
        loop.requests = loop.watch.requests(error_k, self.world.clock.now_us)

    def _alarm(self, loop: Loop, alarm: str, rank: int, value: float) -> None:
        """Raise once when it begins, and again when it becomes more urgent."""
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
