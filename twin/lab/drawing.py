"""Drawing: zones and conduits as an architect's drawing has them, which is what defenders know of a segmentation.

An allow rule of the segmentation is drawn as a conduit of its own, whose ends are what the rule names. Assets that are
in no register are in no drawing either.

Sources: IEC 62443-3-2, ZCR 3 (zones and conduits are drawn and kept with the system under consideration).
"""

from __future__ import annotations

from typing import NamedTuple

from twin.net.inventory import Inventory
from twin.net.segmentation import Conduit, Segmentation


class Drawing(NamedTuple):
    """Zone of each registered asset, and the permitted paths between zones or single assets."""

    zones: dict[str, str]
    conduits: tuple[Conduit, ...]


def drawing_of(segmentation: Segmentation, register: Inventory) -> Drawing:
    """The drawing of *segmentation*, with the assets of *register*."""
    zones = {name: zone for name, zone in segmentation.zone_of.items() if name in register.by_name}
    named = (Conduit(rule.src, rule.dst, (rule.service,)) for rule in segmentation.rules if rule.action == "allow")
    return Drawing(zones, (*segmentation.conduits, *named))
