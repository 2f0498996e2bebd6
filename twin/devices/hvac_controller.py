"""The HVAC controller: it switches a cold room's compressor by what it is told the temperature is.

It believes the mean of the readings that reached it. A reading that does not arrive leaves it with the last one;
after a while it raises an alarm that its readings are stale, and it goes on cooling or not cooling as it did. Alarm
delays follow Guideline 36. One controller looks after one cold room; controllers beyond that look after the hall.

Sources: ASHRAE Guideline 36 (alarm 2 K above the setpoint for 10 min); ISA-18.2 (alarm); hysteresis control.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from twin.core.chance import Ints
from twin.core.units import MINUTE_US, SECOND_US, Us
from twin.devices.base import NAME_LOOKUP, TIME_SYNC, Device
from twin.devices.gateway import Gateway
from twin.devices.world import World
from twin.net.inventory import Need
from twin.net.message import Message

CONTROL_US: Us = 30 * SECOND_US
STALE_US: Us = 15 * MINUTE_US
"""How long a controller trusts old readings before it says so (judgement)."""


@dataclass
class Loop:
    """One control loop: which controller, which room, which sensors, and what it remembers."""

    controller: str
    room: int
    sensors: Ints
    hot_since_us: Us = -1
    raised: dict[str, bool] = field(default_factory=dict)


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
        specs = world.plant.spec.rooms
        self.loops = [
            Loop(self.members[n % len(self.members)].name, n, self._thermometers(gateway, spec.name))
            for n, spec in enumerate(specs)
        ]
        if self.loops:
            world.clock.every(CONTROL_US, "hvac/control", self._control)

    def _thermometers(self, gateway: Gateway, room: str) -> Ints:
        found = [
            n for n, s in enumerate(gateway.sensors) if s.area == room and s.traits.get("measures") == "temperature_c"
        ]
        return np.array(found, dtype=np.int64)

    def _control(self) -> None:
        self._gateway.flush(self.world.clock.now_us)
        for loop in self.loops:
            self._act(loop)

    def _act(self, loop: Loop) -> None:
        """Switch by belief, and raise what people should know."""
        world, spec = self.world, self.world.plant.spec.rooms[loop.room]
        linked = world.network.verdict_of(Message(loop.controller, "broker-ot", "mqtt"))[1] == "delivered"
        heard = self._gateway.heard_us[loop.sensors]
        self._alarm(loop, "stale_reading", "low", not linked or not (heard > world.clock.now_us - STALE_US).any(), 0.0)
        known = loop.sensors[heard >= 0]
        if not linked or not len(known):
            return
        believed = float(self._gateway.belief_c[known].sum()) / len(known)
        if believed > spec.setpoint_c + spec.band_k / 2:
            world.plant.rooms.command(loop.room, True)
        elif believed < spec.setpoint_c - spec.band_k / 2:
            world.plant.rooms.command(loop.room, False)
        self._watch_limit(loop, believed, spec.setpoint_c + spec.alarm_above_k, round(spec.alarm_after_min * MINUTE_US))

    def _watch_limit(self, loop: Loop, believed_c: float, limit_c: float, delay_us: Us) -> None:
        now = self.world.clock.now_us
        if believed_c <= limit_c:
            loop.hot_since_us = -1
        elif loop.hot_since_us < 0:
            loop.hot_since_us = now
        hot = loop.hot_since_us >= 0 and now - loop.hot_since_us >= delay_us
        self._alarm(loop, "high_temperature", "high", hot, believed_c)

    def _alarm(self, loop: Loop, alarm: str, priority: str, present: bool, value: float) -> None:
        """Raise once, when it begins."""
        if present and not loop.raised.get(alarm):
            room = self.world.plant.spec.rooms[loop.room].name
            self.world.log.one(
                "alarm", time=self.world.clock.now_us, source=room, alarm=alarm, priority=priority, value=value
            )
        loop.raised[alarm] = present
