"""Restore firmware: the device is switched off, written anew from a known image, and comes back clean.

Shorter than waiting for somebody to find out what was changed, and while it lasts the device is not there: a robot
stands, a controller controls nothing, a gateway reads nothing, and whoever needed it waits. A hole that was in the
firmware before is in the image as well.

Sources: MITRE D3FEND D3-RS (Restore Software); NIST SP 800-193, section 4.4 (recovery from a known good image); NIST SP
800-61 r2, section 3.3.4 (eradication and recovery); the times are judgements.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.world import World
from twin.responses.base import Response, Undo
from twin.responses.parts.off import switch_off


class RestoreFirmware(Response):
    """Switch one asset off and write its firmware anew; it comes back clean."""

    cleans: ClassVar[bool] = True
    countermeasure: ClassVar[str] = "D3-RS"

    delay_s: float = Field(300, ge=0, le=86_400, description="until somebody stands before it, s [judgement]")
    staff_min: float = Field(20, ge=0, le=1440, description="staff time, min [judgement]")
    image_min: float = Field(15, gt=0, le=1440, description="mean minutes until it is back, lognormal [judgement]")

    def cleaning_min(self) -> float:
        """As long as writing the image takes."""
        return self.image_min

    def refusal(self, world: World, target: str) -> str | None:
        """Unknown, not the hub's, or a thing without firmware of its own."""
        asset = world.inventory.by_name.get(target)
        if asset is None:
            return f"{target!r} is not an asset: {remedy_for(target, world.inventory.by_name)}"
        if asset.function == "internet":
            return f"{target} is somebody else's: block the flow to it instead"
        if not asset.address:
            return f"{target} has no firmware that anybody could write: restore what reads it"
        return None

    def apply(self, world: World, target: str) -> Undo:
        """Switch it off; taken back before it is clean, it comes on as it was."""
        return switch_off(world, target, "restore_firmware")
