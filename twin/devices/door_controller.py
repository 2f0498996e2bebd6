"""The door controller: it drives the doors of cold rooms, and knows who may open them.

Doors are access control and cold chain at once: a door that stands open lets people in and cold out. The drive follows
the schedule of those who walk through; whoever may write its points (:mod:`twin.devices.points`) holds a door open, and
the schedule goes on underneath. After three minutes it raises an alarm that a door is held, unless its alarms were
ended. A controller in a room drives that room's door, one that is in none drives all of them, in the order of the site.

Sources: EN 13637 and EN 16005 (electrically controlled and power operated doors); ISA-18.2 (alarm); three minutes, and
the report every five, are judgements.
"""

from __future__ import annotations

from functools import partial
from math import isnan

from twin.core.units import MINUTE_US, Us
from twin.devices.base import LEASE, NAME_LOOKUP, TIME_SYNC
from twin.devices.parts.characteristics import CONTROLLER
from twin.devices.points import COMMAND, EVENTS, Place, PointDevice
from twin.devices.world import World
from twin.net.inventory import Need

HELD_US: Us = 3 * MINUTE_US
"""How long a door may be held before that is an alarm."""


class DoorController(PointDevice):
    """A controller of doors: it opens, holds and releases them, and says when one is held too long."""

    function = "building"
    purdue_level = 1
    switch = "sw-building"
    vendor = "gatewell"
    services = ("bacnet", "http")
    needs = (
        LEASE,
        NAME_LOOKUP,
        TIME_SYNC,
        Need(
            "historian", "https", "who went through which door", every_s=300, bytes_out=900, bytes_in=300,
            verbs=("POST",), object="/doors",
        ),
    )  # fmt: skip
    characteristics = CONTROLLER
    traits = {"default_credentials": True, "physical_port": True}

    def start(self, world: World) -> None:
        """Every door follows its schedule."""
        super().start(world)
        self._held: dict[int, Us] = {}
        self._quiet: set[str] = set()

    def write(self, asset: str, place: Place, value: float) -> bool:
        """Hold a door open (above 0) or let it go, or say whether it raises alarms."""
        doors = self._doors_of(asset)
        if place.object == EVENTS and not isnan(value):
            (self._quiet.discard if value > 0.0 else self._quiet.add)(asset)
            return True
        if place.object != COMMAND or place.room >= len(doors):
            return False
        self._drive(asset, doors[place.room], is_open=value > 0.0)
        return True

    def restart(self, asset: str) -> None:
        """A drive without its controller lets go."""
        super().restart(asset)
        self._let_go(asset)

    def recover(self, asset: str) -> None:
        """Its doors follow their schedule, and it raises alarms."""
        super().recover(asset)
        self._quiet.discard(asset)
        self._let_go(asset)

    def taken(self, asset: str) -> None:
        """Doors that are held open are shut by hand, and held again when they are given back."""
        for room in self._doors_of(asset):
            if room in self._held:
                self.world.plant.rooms.hold_door(room, not self.by_hand(asset))

    def power(self, asset: str, on: bool) -> None:
        """A drive without its controller lets go."""
        super().power(asset, on)
        if not on:
            self._let_go(asset)

    def _doors_of(self, asset: str) -> list[int]:
        names, area = self.world.plant.rooms.names, self.members[self.number[asset]].area
        return [number for number, name in enumerate(names) if area in ("", name)]

    def _let_go(self, asset: str) -> None:
        for room in self._doors_of(asset):
            self._drive(asset, room, is_open=False)

    def _drive(self, asset: str, room: int, *, is_open: bool) -> None:
        """Hold or let go; an alarm is due when it has been held for long."""
        if is_open == (room in self._held):
            return
        self.world.plant.rooms.hold_door(room, is_open)
        now_us = self.world.clock.now_us
        if is_open:
            self._held[room] = now_us
            self.world.clock.after(HELD_US, f"{asset}/held/{room}", partial(self._look, asset, room, now_us))
        else:
            del self._held[room]

    def _look(self, asset: str, room: int, since_us: Us) -> None:
        """Raise an alarm where the door has been held all the time."""
        if self._held.get(room) == since_us and asset not in self._quiet:
            self.world.log.one(
                "alarm", time=self.world.clock.now_us, source=self.world.plant.rooms.names[room], alarm="door_held",
                priority="medium", value=HELD_US / MINUTE_US,
            )  # fmt: skip
