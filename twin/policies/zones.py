"""Zones: IEC 62443 zones by function, joined by conduits for named services.

Each function is a zone of its own with a target security level. A conduit carries, from one zone to another, the
services that declared needs use in that direction, and nothing else. The internet is reached at named destinations by
named services only. A vendor who asks for more than the purpose wants is refused unless the posture excepts it.

Sources: IEC 62443-3-2 (ZCR 3, partition into zones and conduits; ZCR 5, target levels); IEC 62443-3-3 SR 5.1 and
SR 5.2 (network segmentation, zone boundary protection: deny by default).
"""

from __future__ import annotations

from twin.net import zoning
from twin.net.inventory import Demand, Inventory
from twin.net.segmentation import Conduit, Rule, Segmentation, Zone
from twin.policies.base import Policy


class Zones(Policy):
    """A zone for each function, conduits for the services that needs name, egress to named destinations."""

    def segment(self, inventory: Inventory) -> Segmentation:
        """Zones by function, conduits by service, egress and inbound by name."""
        demands = zoning.accepted(inventory, self.vendor_exceptions)
        zones = zoning.function_zones(inventory)
        conduits = _conduits(demands, zones)
        egress = zoning.egress_rules(demands, {m: zone.name for zone in zones for m in zone.members})
        return Segmentation(
            policy="zones",
            zones=zones,
            conduits=conduits,
            rules=egress + zoning.inbound_rules(demands, inventory, anyone=False),
            denied_demands=_denied(inventory, demands, zones, conduits, egress),
        )


def _conduits(demands: tuple[Demand, ...], zones: tuple[Zone, ...]) -> tuple[Conduit, ...]:
    """Conduits between zones of the hub, with the services that *demands* use in each direction."""
    zone_of = {member: zone.name for zone in zones for member in zone.members}
    services: dict[tuple[str, str], set[str]] = {}
    for demand in zoning.routed(demands):
        src, dst = zone_of[demand.src], zone_of[demand.dst]
        if src != dst and zoning.INTERNET not in (src, dst):
            services.setdefault((src, dst), set()).add(demand.need.service)
    return tuple(Conduit(src, dst, tuple(sorted(used))) for (src, dst), used in sorted(services.items()))


def _denied(
    inventory: Inventory,
    demands: tuple[Demand, ...],
    zones: tuple[Zone, ...],
    conduits: tuple[Conduit, ...],
    egress: tuple[Rule, ...],
) -> tuple[zoning.Triple, ...]:
    """Demands that nothing carries: a refused one may still pass where its zone or a conduit lets others pass."""
    zone_of = {member: zone.name for zone in zones for member in zone.members}
    carried = {(conduit.src, conduit.dst, service) for conduit in conduits for service in conduit.services}
    carried |= {(rule.src, rule.dst, rule.service) for rule in egress}
    granted = {zoning.triple(demand) for demand in demands}
    for demand in inventory.demands:
        src, dst, service = zoning.triple(demand)
        by_zone, by_name = (zone_of[src], zone_of[dst], service), (zone_of[src], dst, service)
        if zone_of[src] == zone_of[dst] or by_zone in carried or by_name in carried:
            granted.add((src, dst, service))
    return zoning.refused(inventory, granted)
