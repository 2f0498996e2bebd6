"""The fleet: all robots of the hub as one target, called as their kind is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from twin.devices.world import World

FLEET = "amr"
"""The word for all robots of the hub."""


@runtime_checkable
class Steerable(Protocol):
    """A device group whose members all drive."""

    def halt_all(self) -> None:
        """Stop each of them where its braking ends."""

    def release_all(self) -> None:
        """End one such stop."""

    def slow(self, assets: Sequence[str], share: float) -> Callable[[], None]:
        """Let *assets* drive at *share* of their top speed; the result ends it."""


def fleet_of(world: World) -> Steerable | None:
    """The robots of the hub, or None where there are none."""
    found: object = world.devices.get(FLEET)
    return found if isinstance(found, Steerable) and world.inventory.of_kind(FLEET) else None


def no_fleet(world: World, target: str) -> str | None:
    """Why *target* is no fleet, or None."""
    if target != FLEET:
        return f"{target!r} is not a fleet: write {FLEET}"
    return None if fleet_of(world) else "this hub has no robots"


def steer(world: World) -> Steerable:
    """The robots of the hub; raises ``TypeError`` where there are none."""
    fleet = fleet_of(world)
    if fleet is None:
        raise TypeError("this hub has no fleet")
    return fleet
