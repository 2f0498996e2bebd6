"""Local thermostat: a room cools by the thermostat that hangs in it, and listens to no network.

A controller believes what reaches it, and a room whose readings lie is cooled by a lie. The thermostat in reserve feels
the air itself. It is set some degrees below the controller's setpoint, because nobody will look after it, and it knows
no setback at night: the price is electricity. The controller goes on watching, and its commands do nothing.

Sources: EN 378-2 and EN 60730-2-9 (room thermostats as a control of their own); CISA, Primary Mitigations to Reduce
Cyber Threats to Operational Technology (2025: the capability to operate by hand); D3FEND has no such step; degrees,
delay and staff time are judgements.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.hvac_controller import HvacController
from twin.devices.world import World
from twin.responses.base import Response, Undo


class LocalThermostat(Response):
    """Switch a room over to the thermostat in it; the target is a room, or an asset of the cold chain."""

    target_is: ClassVar[str] = "room"

    delay_s: float = Field(300, ge=0, le=86_400, description="until somebody has turned the switch, s [judgement]")
    staff_min: float = Field(10, ge=0, le=1440, description="staff time, min [judgement]")
    colder_k: float = Field(1.0, ge=0, le=10, description="how far below the usual setpoint it is set, K [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """No room, no asset that a room depends on, or a room that has a thermostat of its own for good."""
        rooms = rooms_of(world, target)
        if not rooms:
            known = [*world.plant.rooms.names, *world.inventory.by_name]
            return f"{target!r} is no room, and no room depends on it: {remedy_for(target, known)}"
        own = [spec.name for spec in world.plant.rooms.specs if spec.name in rooms and spec.thermostat != "none"]
        return f"{own[0]} cools by a thermostat of its own already" if own else None

    def apply(self, world: World, target: str) -> Undo:
        """Switch every room over; of several such measures on a room the coldest setpoint counts."""
        rooms = world.plant.rooms
        places = [rooms.names.index(name) for name in rooms_of(world, target)]
        tokens = [rooms.switch_over(place, rooms.specs[place].setpoint_c - self.colder_k) for place in places]

        def back() -> None:
            for token in tokens:
                rooms.switch_back(token)

        return back


def rooms_of(world: World, target: str) -> list[str]:
    """The cold rooms that *target* means: itself, or those whose readings or control pass through it."""
    names = world.plant.rooms.names
    if target in names:
        return [target]
    asset = world.inventory.by_name.get(target)
    if asset is None:
        return []
    group = world.device_of(target)
    if isinstance(group, HvacController):
        return group.rooms_of(target)
    sensors = world.inventory.of_kind("sensor")
    areas = {asset.area, *(sensor.area for sensor in sensors if sensor.traits.get("gateway") == target)}
    return [name for name in names if name in areas]
