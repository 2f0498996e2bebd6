"""Egress: what may leave for the internet, whatever else the policy says.

``any`` lets every zone reach everything outside; ``needs`` lets a zone reach the destinations that a granted need of
one of its members names, by the service it names; ``none`` lets nothing out. ``own`` is the kind's own way: ``flat``
and ``vlan`` filter nothing, the others are as narrow as ``needs`` or narrower.

Sources: NIST SP 800-41 r1, section 4.1 (egress filtering); IEC 62443-3-3 SR 5.2 RE 1 (deny by default, allow by
exception).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from twin.net import zoning
from twin.net.inventory import Inventory
from twin.net.segmentation import ANY, Conduit, Segmentation

Egress = Annotated[
    Literal["own", "any", "needs", "none"],
    Field(description="what may leave for the internet: as the kind has it, anything, what needs name, nothing"),
]
"""Field of every policy."""


def filtered(made: Segmentation, inventory: Inventory, egress: str, exceptions: Iterable[str]) -> Segmentation:
    """*made* with another *egress*; a kind that is narrower than ``needs`` stays as it is."""
    unfiltered = any(conduit.dst == zoning.INTERNET for conduit in made.conduits)
    if egress == "own" or (egress == "needs" and not unfiltered):
        return made
    outside = {asset.name for asset in inventory.of_function(zoning.INTERNET)} | {zoning.INTERNET}
    inside = tuple(zone.name for zone in made.zones if zone.name != zoning.INTERNET)
    conduits = tuple(conduit for conduit in made.conduits if conduit.dst != zoning.INTERNET)
    rules = tuple(rule for rule in made.rules if rule.dst not in outside)
    if egress == "needs":
        rules += zoning.egress_rules(zoning.accepted(inventory, exceptions), made.zone_of)
    if egress == "any" and len(inside) < len(made.zones):
        conduits += tuple(Conduit(zone, zoning.INTERNET, (ANY,)) for zone in inside)
    return replace(made, conduits=conduits, rules=rules)
