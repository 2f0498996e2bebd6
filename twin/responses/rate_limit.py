"""Limit a rate: one source may send so much a second, and what is beyond finds no token.

Softer than cutting it off: a device that floods, scans or carries data out is slowed down where its traffic crosses the
enforcement point, and its own work goes on as far as it fits. A limit below what the device needs by itself refuses a
share of that, evenly: readings go missing, a robot's base runs out, and it shows.

Sources: RFC 2697 (single rate meter); NIST SP 800-61 r2, section 3.3 and NIST SP 800-189, section 5.5 (rate limiting
as a remedy); MITRE D3FEND D3-ITF (Inbound Traffic Filtering); rates, delay and staff time are judgements. What a bucket
does is :mod:`twin.net.limits`.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.world import World
from twin.net.segmentation import ANY, Limit
from twin.responses.base import Response, Undo


class RateLimit(Response):
    """Meter everything that one asset sends, with a token bucket of its own."""

    countermeasure: ClassVar[str] = "D3-ITF"

    delay_s: float = Field(20, ge=0, le=86_400, description="until the limit is in force, s [judgement]")
    staff_min: float = Field(5, ge=0, le=1440, description="staff time, min [judgement]")
    messages_per_s: float = Field(2, gt=0, le=1e6, description="messages a second [judgement]")
    bytes_per_s: float = Field(4_000, gt=0, le=1e9, description="payload bytes a second [judgement]")
    burst_s: float = Field(10, ge=1, le=3600, description="what so many seconds bring is the depth [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """Not on the network."""
        asset = world.inventory.by_name.get(target)
        if asset is None:
            return f"{target!r} is not an asset: {remedy_for(target, world.inventory.by_name)}"
        return None if asset.address else f"{target} has no address of its own: limit what reads it"

    def apply(self, world: World, target: str) -> Undo:
        """Put a limit before the policy's; of rates the lower one of the two counts."""
        limits = world.traffic.limits
        token = limits.put(Limit(target, ANY, ANY, self.messages_per_s, self.bytes_per_s, None, self.burst_s))
        return lambda: limits.lift(token)
