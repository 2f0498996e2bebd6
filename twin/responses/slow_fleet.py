"""Slow the fleet: every robot drives at a share of its speed until somebody says otherwise.

What robots believe or are told may be wrong while everything else looks right. At half the speed a robot that is led
astray stops in a quarter of the way, and people have twice the time to step aside. The price is orders: all of them
take longer, and more of them are late.

Sources: ISO 3691-4:2023 (reduced speed as a risk reduction); D3FEND has no such step; the share, delay and staff time
are judgements.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.devices.world import World
from twin.responses.base import Response, Undo
from twin.responses.parts.fleet import FLEET, no_fleet, steer


class SlowFleet(Response):
    """Let all robots drive at a share of their top speed."""

    target_is: ClassVar[str] = "fleet"

    delay_s: float = Field(15, ge=0, le=86_400, description="until the limit has reached every robot, s [judgement]")
    staff_min: float = Field(5, ge=0, le=1440, description="staff time, min [judgement]")
    speed_share: float = Field(0.5, gt=0, le=1, description="share of the top speed that is left [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """Not the fleet."""
        return no_fleet(world, target)

    def apply(self, world: World, target: str) -> Undo:
        """Slow every robot down; of several such measures the slowest counts."""
        del target
        return steer(world).slow([robot.name for robot in world.inventory.of_kind(FLEET)], self.speed_share)
