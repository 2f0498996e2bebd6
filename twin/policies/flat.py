"""Flat: one network for everything, with a router in front.

Whoever is inside reaches everybody inside and everything outside. From outside only services that somebody published
are reachable, because address translation drops the rest. This is how most small sites start, and the yardstick for
the other policies.

Sources: NIST SP 800-82 r3, section 5 (risks of flat OT networks); RFC 3022 (network address translation).
"""

from __future__ import annotations

from twin.net import zoning
from twin.net.inventory import Inventory
from twin.net.segmentation import ANY, Conduit, Segmentation, Zone
from twin.policies.base import Policy


class Flat(Policy):
    """One zone: everything inside may talk to everything, and to the whole internet."""

    def segment(self, inventory: Inventory) -> Segmentation:
        """One zone ``hub``, the internet outside, and a port forward for each service demanded from there."""
        members = tuple(sorted(asset.name for asset in inventory.assets if asset.function != zoning.INTERNET))
        target = zoning.target_of(asset.function for asset in inventory.assets)
        zones = (Zone("hub", members, "hub", target), zoning.outside(inventory))
        return Segmentation(
            policy="flat",
            zones=tuple(zone for zone in zones if zone.members),
            conduits=(Conduit("hub", zoning.INTERNET, (ANY,)),) if all(zone.members for zone in zones) else (),
            rules=zoning.inbound_rules(inventory.demands, inventory, anyone=True),
        )
