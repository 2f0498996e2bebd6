"""Block a flow: one source, one destination, one service, or all of either.

The narrowest of the responses: ``camera-03>dc-01:smb`` refuses that service only, ``hvac-02>*`` everything that hvac-02
opens. A source or destination is an asset, a zone or ``*``.

Sources: MITRE D3FEND D3-NTF (Network Traffic Filtering); delay and staff time are judgements.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.core.errors import remedy_for
from twin.devices.world import World
from twin.net.segmentation import ANY
from twin.net.verdicts import SERVICES
from twin.responses.base import Response, Undo


class BlockFlow(Response):
    """Refuse flows from a source to a destination; the target is ``src>dst`` or ``src>dst:service``."""

    target_is: ClassVar[str] = "flow"
    countermeasure: ClassVar[str] = "D3-NTF"

    delay_s: float = Field(20, ge=0, le=86_400, description="until the rule is in force, s [judgement]")
    staff_min: float = Field(5, ge=0, le=1440, description="staff time, min [judgement]")

    def refusal(self, world: World, target: str) -> str | None:
        """Not of the form, names nobody, or would stop the whole hub."""
        if ">" not in target:
            return f"{target!r} is not a flow: write src>dst or src>dst:service"
        src, dst, service = parse_flow(target)
        zones = [zone.name for zone in world.network.segmentation.zones]
        known = [*world.inventory.by_name, *zones, ANY]
        for name, words in ((src, known), (dst, known), (service, [*SERVICES, ANY])):
            if name not in words:
                return f"{name!r} in {target!r} is unknown: {remedy_for(name, words)}"
        if (src, dst, service) == (ANY, ANY, ANY):
            return "this would stop every flow of the hub"
        return None

    def apply(self, world: World, target: str) -> Undo:
        """Put a block before the policy's rules."""
        src, dst, service = parse_flow(target)
        token = world.network.block(src, dst, service, reason="block_flow")
        return lambda: world.network.lift(token)

    def aims_at(self, target: str, asset: str) -> bool:
        """It refuses what *asset* opens, or what everybody opens to it; a block between two is aimed at the source."""
        src, dst, _ = parse_flow(target)
        return asset == (dst if src == ANY else src)


def parse_flow(target: str) -> tuple[str, str, str]:
    """Source, destination and service of ``src>dst:service``; what is left out is ``*``."""
    src, _, rest = target.partition(">")
    dst, _, service = rest.partition(":")
    return src.strip() or ANY, dst.strip() or ANY, service.strip() or ANY
