"""Vlan: four VLANs by trade, with a router between them that knows directions but no services.

Automation (robots, fleet), facility (cold chain, building), comfort (video, amenity) and corporate (office,
engineering, business, identity). Where at least one demand crosses from one VLAN to another, everything may cross that
way; elsewhere nothing. Nobody filters what leaves for the internet.

Sources: IEEE 802.1Q (virtual LANs); NIST SP 800-82 r3, section 5 (segmentation by function). The four groups, and that
the router filters no services, are judgements about common practice.
"""

from __future__ import annotations

from twin.net import zoning
from twin.net.inventory import Inventory
from twin.net.segmentation import ANY, Conduit, Segmentation
from twin.policies.base import Policy


class Vlan(Policy):
    """Four VLANs: all services cross where one demand crosses, and everything may leave for the internet."""

    def segment(self, inventory: Inventory) -> Segmentation:
        """Zones by VLAN, conduits for all services in the directions in which demands cross."""
        zones = zoning.vlan_zones(inventory)
        vlan_of = {member: zone.name for zone in zones for member in zone.members}
        crossings = {(vlan_of[one.src], vlan_of[one.dst]) for one in zoning.routed(inventory.demands)}
        if zoning.INTERNET in vlan_of.values():
            crossings |= {(zone.name, zoning.INTERNET) for zone in zones}
        inside = sorted((src, dst) for src, dst in crossings if src not in (dst, zoning.INTERNET))
        return Segmentation(
            policy="vlan",
            zones=zones,
            conduits=tuple(Conduit(src, dst, (ANY,)) for src, dst in inside),
            rules=zoning.inbound_rules(inventory.demands, inventory, anyone=True),
        )
