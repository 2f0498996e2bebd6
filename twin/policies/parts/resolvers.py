"""Resolvers: names are resolved inside, and nothing asks the internet for names, not even the hub's own resolver.

A device that asks another resolver may be led astray by its answers, and a name itself can carry data out.

Sources: NIST SP 800-81-2 (secure DNS deployment: internal resolvers); MITRE ATT&CK T1071.004 (DNS as a channel); MITRE
D3FEND D3-DNSAL (DNS allow-listing).
"""

from __future__ import annotations

from dataclasses import replace

from twin.net import zoning
from twin.net.inventory import Inventory
from twin.net.segmentation import Rule, Segmentation

DNS = "dns"


def own_names(made: Segmentation, inventory: Inventory) -> Segmentation:
    """*made* without any way for ``dns`` to the internet, the resolver's own among them."""
    outside = {asset.name for asset in inventory.of_function(zoning.INTERNET)} | {zoning.INTERNET}
    kept = tuple(rule for rule in made.rules if not (rule.service == DNS and rule.dst in outside))
    zones = [zone.name for zone in made.zones]
    if zoning.INTERNET not in zones:
        return replace(made, rules=kept)
    refusals = tuple(
        Rule(f"dns:{zone}>internet", zone, zoning.INTERNET, DNS, "deny", "names are resolved inside")
        for zone in zones
        if zone != zoning.INTERNET
    )
    return replace(made, rules=kept + refusals)
