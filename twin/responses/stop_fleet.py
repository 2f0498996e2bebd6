"""Stop the fleet: every robot brakes at once and stands where its braking ends.

The strongest thing that can be done about robots, and the dearest: nothing is carried until they are let go, and what
was under way waits. Nobody clears the lanes meanwhile, for everybody knows why the robots stand. They brake as they do
at any goal, so that no load is thrown.

Sources: ISO 3691-4:2023 and EN 60204-1, stop category 1 (a controlled stop, then no drive); delay and staff time are
judgements: somebody asks for it, and afterwards looks whether all of them stand.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.devices.world import World
from twin.responses.base import Response, Undo
from twin.responses.parts.fleet import no_fleet, steer


class StopFleet(Response):
    """Stop all robots where their braking ends."""

    target_is: ClassVar[str] = "fleet"

    delay_s: float = Field(5, ge=0, le=86_400, description="until the stop has reached every robot, s [judgement]")
    staff_min: float = Field(15, ge=0, le=1440, description="staff time, a walk round the field, min [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """Not the fleet."""
        return no_fleet(world, target)

    def apply(self, world: World, target: str) -> Undo:
        """Stop every robot."""
        del target
        fleet = steer(world)
        fleet.halt_all()
        return fleet.release_all
