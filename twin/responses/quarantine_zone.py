"""Quarantine a zone: nothing enters it and nothing leaves it; inside, it goes on.

It stops an intruder who is somewhere in the zone without knowing where, and with the intruder everything that the
zone's members need from elsewhere.

Sources: MITRE D3FEND D3-NI (Network Isolation); IEC 62443-3-3 SR 5.2 RE 2 (island mode); delay and staff time are
judgements.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.world import World
from twin.responses.base import Response, Undo


class QuarantineZone(Response):
    """Cut one zone off from all others (island mode)."""

    target_is: ClassVar[str] = "zone"
    countermeasure: ClassVar[str] = "D3-NI"

    delay_s: float = Field(60, ge=0, le=86_400, description="until the zone's conduits are closed, s [judgement]")
    staff_min: float = Field(10, ge=0, le=1440, description="staff time, min [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """No such zone, or the internet."""
        zones = [zone.name for zone in world.network.segmentation.zones]
        if target not in zones:
            return f"{target!r} is not a zone: {remedy_for(target, zones)}"
        return "the internet is not ours to quarantine" if target == "internet" else None

    def apply(self, world: World, target: str) -> Undo:
        """Put the zone's quarantine before every rule."""
        token = world.network.quarantine_zone(target, "quarantine_zone")
        return lambda: world.network.lift(token)
