"""The server room's thermostat: it does not only report heat, it asks the load balancer to move work.

Nobody presses a button. Each minute it reads the inlet and asks for the usual load, for half of it above the drain
limit, or for a tenth above the throttle limit. What it read and what it asks for is written down when that changes;
what the servers really carry is another matter, and the room's own record. Above the throttle limit it raises an
alarm.

It believes its own input. Whoever may write its points (:mod:`twin.devices.points`) can put a number there, hold the
cooling off, or end the alarm; throttle and trip of the servers feel the true inlet all the same.

Sources: ASHRAE thermal guidelines (2021): recommended 18 to 27 degC, A1 up to 32 degC; the shares are judgements.
"""

from __future__ import annotations

from math import isnan, nan

from twin.core.units import MINUTE_US
from twin.devices.base import LEASE, NAME_LOOKUP, TIME_SYNC
from twin.devices.parts.characteristics import CONTROLLER
from twin.devices.points import COMMAND, EVENTS, INPUT, Place, PointDevice
from twin.devices.world import World
from twin.net.inventory import Need
from twin.net.message import Message
from twin.plant.server_room import ServerRoom

DRAINED_SHARE, THROTTLED_SHARE = 0.5, 0.1


class Thermostat(PointDevice):
    """An autonomous thermostat with a line to the load balancer."""

    function = "building"
    purdue_level = 1
    switch = "sw-building"
    vendor = "climatix"
    services = ("http", "bacnet")
    needs = (
        LEASE,
        NAME_LOOKUP,
        TIME_SYNC,
        Need(
            "load_balancer",
            "https",
            "load that the room can bear",
            bytes_out=180,
            bytes_in=90,
            verbs=("PUT",),
            object="load",
        ),
    )
    at_most = 1
    characteristics = CONTROLLER
    traits = {"default_credentials": True, "physical_port": True, "tls": "1.2"}

    def start(self, world: World) -> None:
        """Ask every minute."""
        super().start(world)
        self._balancers = world.inventory.of_kind("load_balancer")
        if world.plant.server_room is not None and self._balancers and self.members:
            world.clock.every(MINUTE_US, "thermostat/ask", self._ask)
        self._said: tuple[str, float] | None = None
        self._input_c, self._events, self._cools = nan, True, True

    def write(self, asset: str, place: Place, value: float) -> bool:
        """What it reads instead of the inlet (NaN: the inlet), whether the cooling may run, and its alarms."""
        del asset
        room = self.world.plant.server_room
        if place.room or room is None:
            return False
        if place.object == INPUT:
            self._input_c = value
        elif place.object == COMMAND:
            self._cools = isnan(value) or value > 0.0
            room.cooling(on=self._cools)
        elif place.object == EVENTS and not isnan(value):
            self._events = value > 0.0
        else:
            return False
        return True

    def recover(self, asset: str) -> None:
        """It reads the inlet, cools, and raises alarms."""
        super().recover(asset)
        self._input_c, self._events, self._cools = nan, True, True
        if self.world.plant.server_room is not None:
            self.world.plant.server_room.cooling(on=True)

    def taken(self, asset: str) -> None:
        """Somebody who works it by hand lets the room be cooled."""
        if self.world.plant.server_room is not None:
            self.world.plant.server_room.cooling(on=self._cools or self.by_hand(asset))

    def _ask(self) -> None:
        room = self.world.plant.server_room
        if room is None or self.down(self.members[0].name):
            return
        inlet_c, usual = self._reading_c(room), room.spec.utilisation
        mode, share, limit_c = "usual", usual, room.spec.drain_c
        if inlet_c > room.spec.drain_c:
            mode, share = "draining", DRAINED_SHARE * usual
        if inlet_c > room.spec.throttle_c:
            mode, share, limit_c = "throttling", THROTTLED_SHARE * usual, room.spec.throttle_c
        asker, balancer = self.members[0].name, self._balancers[0].name
        if (mode, share) != self._said:
            self._said = (mode, share)
            self._alarm(room, mode, inlet_c)
            self.world.log.one(
                "control", time=self.world.clock.now_us, controller=asker, room=room.name, mode=mode,
                setpoint_c=limit_c, reading_c=inlet_c, command=share,
            )  # fmt: skip
        self.world.send(Message(asker, balancer, "https", "PUT", "load", share, bytes_out=180, bytes_in=90))

    def _reading_c(self, room: ServerRoom) -> float:
        honest = isnan(self._input_c) or self.by_hand(self.members[0].name)
        return float(room.temperature_c[0]) if honest else self._input_c

    def _alarm(self, room: ServerRoom, mode: str, inlet_c: float) -> None:
        if mode == "throttling" and self._events:
            self.world.log.one(
                "alarm", time=self.world.clock.now_us, source=room.name, alarm="server_hot", priority="high",
                value=inlet_c,
            )  # fmt: skip
