"""Restart by hand: somebody walks to what stands, starts it, and stays with it.

A robot that was paused from afar, or whose base ran out because it was cut off, is led on at walking pace: it ends its
work and is out of everybody's way. A controller that somebody keeps restarting is started again at once. As long as the
measure stands a person stays there, so that the next command to stop does nothing; taken back, what still holds it
counts again. What is broken or stopped by a bumper people free anyway.

Sources: ISO 3691-4:2023 (restart only by a person who sees the truck); walking pace is the site's; the rest are
judgements.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Protocol, runtime_checkable

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.world import World
from twin.net.inventory import Inventory
from twin.responses.base import Response, Undo

TYPICAL_WAY_M = 60.0
"""Way to a device that does not move [judgement]."""


@runtime_checkable
class Led(Protocol):
    """A device group whose members a person can bring back."""

    def lead(self, asset: str) -> Callable[[], None]:
        """Start *asset* and stay with it; the result leaves it alone."""

    def why_not_restart(self, asset: str) -> str:
        """Why somebody who walks to it could not bring it back; empty where nothing hinders."""


class RestartByHand(Response):
    """Bring back one stopped robot or controller, and stay with it."""

    delay_s: float = Field(30, ge=0, le=86_400, description="before somebody sets out, s [judgement]")
    staff_min: float = Field(5, ge=0, le=1440, description="staff time for the way and the start, min [judgement]")

    def takes_s(self, world: World, target: str) -> float:
        """The delay and the way, from the edge of the robot field, at the pace at which people walk."""
        asset = world.inventory.by_name.get(target)
        if asset is None:
            return self.delay_s
        pace_mps = world.plant.people.speed_mps
        if asset.kind != "amr":
            return self.delay_s + TYPICAL_WAY_M / pace_mps
        robots = world.plant.fleet.robots
        place = robots.names.index(target)
        x_m, y_m = float(robots.x_m[place]), float(robots.y_m[place])
        return self.delay_s + sqrt(x_m * x_m + y_m * y_m) / pace_mps

    def people(self, inventory: Inventory, target: str) -> float:
        """The one who stays."""
        del inventory, target
        return 1.0

    def never(self, world: World, target: str) -> str | None:
        """Not an asset, or nothing that a person could start; what drives now may stand later."""
        asset = world.inventory.by_name.get(target)
        if asset is None:
            return f"{target!r} is not an asset: {remedy_for(target, world.inventory.by_name)}"
        if not isinstance(world.device_of(target), Led):
            return f"{target} is a {asset.kind.replace('_', ' ')}: only robots and controllers are started by hand"
        return None

    def refusal(self, world: World, target: str) -> str | None:
        """What it can never act on, or what does not stand still."""
        never = self.never(world, target)
        if never is not None:
            return never
        group = world.device_of(target)
        return (group.why_not_restart(target) or None) if isinstance(group, Led) else None

    def apply(self, world: World, target: str) -> Undo:
        """Start it, and stay."""
        group = world.device_of(target)
        if not isinstance(group, Led):
            raise TypeError(f"{target} cannot be started by hand")
        return group.lead(target)
