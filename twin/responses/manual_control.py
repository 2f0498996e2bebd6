"""Switch to manual: people do by hand what a controller or a robot was told from afar.

A controller of the building keeps to what somebody sets at its panel, and refuses every write. The cooling of a room is
switched by whoever comes by every ten minutes and looks at the dial, coarser than any law. A robot takes no order and
no command; a person leads it at walking pace to where its work ends, and there it waits.

It needs nobody's network and trusts nobody's readings, and it needs people all the time: one for each controller or
robot, or one for every five robots of a fleet, who has more robots than hands.

Sources: VDA 5050 (operating mode MANUAL: the fleet control gives no orders); IEC 62443-2-4 and NIST SP 800-82 r3,
section 6.2 (manual operation as fallback); D3FEND has no such step; how many people, and times, are judgements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.world import World
from twin.net.inventory import Inventory
from twin.responses.base import Response, Undo
from twin.responses.parts.fleet import FLEET, no_fleet

ROBOTS_A_PERSON = 5.0
"""Robots of a fleet that one person leads in turn [judgement]."""


@runtime_checkable
class HandWorked(Protocol):
    """A device group whose members people can work by hand."""

    def take_over(self, asset: str) -> Callable[[], None]:
        """Work *asset* by hand, deaf to whatever comes from afar; the result gives it back."""


class ManualControl(Response):
    """Let people work one controller, one robot or the whole fleet by hand."""

    delay_s: float = Field(180, ge=0, le=86_400, description="until somebody has taken over, s [judgement]")
    staff_min: float = Field(5, ge=0, le=1440, description="staff time to take over, min [judgement]")

    def people(self, inventory: Inventory, target: str) -> float:
        """One, or one for every few robots of a fleet."""
        return len(inventory.of_kind(FLEET)) / ROBOTS_A_PERSON if target == FLEET else 1.0

    def refusal(self, world: World, target: str) -> str | None:
        """Not an asset or the fleet, or nothing that hands could do."""
        if target == FLEET:
            return no_fleet(world, target)
        asset = world.inventory.by_name.get(target)
        if asset is None:
            return f"{target!r} is not an asset: {remedy_for(target, world.inventory.by_name)}"
        if not isinstance(world.device_of(target), HandWorked):
            return f"{target} is a {asset.kind.replace('_', ' ')}: only robots and controllers are worked by hand"
        return None

    def apply(self, world: World, target: str) -> Undo:
        """Take over; everything that was set from afar counts again afterwards."""
        group = world.devices[FLEET] if target == FLEET else world.device_of(target)
        if not isinstance(group, HandWorked):
            raise TypeError(f"{target} cannot be worked by hand")
        assets = [robot.name for robot in world.inventory.of_kind(FLEET)] if target == FLEET else [target]
        backs = [group.take_over(asset) for asset in assets]

        def give_back() -> None:
            for back in reversed(backs):
                back()

        return give_back
