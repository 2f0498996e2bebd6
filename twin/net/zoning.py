"""Zoning: the groups and rules that segmentation policies share.

Five policies form a ladder on which reach never grows: all in one network; four VLANs by trade; a zone a function;
one rule a demand; and one rule a demand with identity and verbs. They share the groups below, so that each rung lies
inside the one above it.

Sources: IEC 62443-3-2 (partition into zones and conduits by function and trust, a target level a zone); NIST SP 800-82
r3, section 5 (segmentation of OT); RFC 8520 (rules from manufacturers' declared needs). Which functions share a VLAN,
and the target levels, are judgements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from twin.net.inventory import FUNCTIONS, Demand, Inventory
from twin.net.protocols import PROTOCOLS
from twin.net.segmentation import Rule, Zone

INTERNET = "internet"
"""Name of the zone outside, in every policy."""

VLANS: dict[str, tuple[str, ...]] = {
    "automation": ("robots", "fleet"),
    "facility": ("cold_chain", "building"),
    "comfort": ("video", "amenity"),
    "corporate": ("office", "engineering", "business", "identity"),
}
"""Functions of each VLAN."""

VLAN_OF: dict[str, str] = {function: vlan for vlan, functions in VLANS.items() for function in functions}
"""VLAN of each function inside the hub."""

SL_TARGET: dict[str, tuple[int, int, int, int, int, int, int]] = {
    "robots": (2, 2, 3, 1, 2, 2, 3),
    "fleet": (2, 2, 3, 2, 2, 2, 3),
    "cold_chain": (2, 2, 3, 1, 2, 2, 3),
    "building": (2, 2, 2, 1, 2, 1, 2),
    "video": (2, 1, 1, 2, 2, 1, 1),
    "amenity": (1, 1, 1, 1, 2, 1, 1),
    "office": (2, 2, 1, 2, 1, 2, 1),
    "engineering": (3, 3, 3, 2, 3, 3, 2),
    "business": (2, 2, 2, 3, 2, 2, 2),
    "identity": (3, 3, 3, 3, 3, 3, 3),
}
"""Target security level of each function's zone: FR1 IAC, UC, SI, DC, RDF, TRE, FR7 RA [judgement]."""

Triple = tuple[str, str, str]
Levels = tuple[int, int, int, int, int, int, int]


def outside(inventory: Inventory) -> Zone:
    """The internet as a zone; nothing is promised about it."""
    members = tuple(sorted(asset.name for asset in inventory.of_function(INTERNET)))
    return Zone(INTERNET, members, INTERNET, (0, 0, 0, 0, 0, 0, 0))


def target_of(functions: Iterable[str]) -> Levels:
    """What a zone of these functions must reach: what the most demanding of them must, requirement by requirement.

    The internet promises nothing, and nothing is asked of it.
    """
    targets = [SL_TARGET[function] for function in sorted(set(functions)) if function in SL_TARGET]
    most = [max(levels) for levels in zip(*targets, strict=True)] or [0] * 7
    return most[0], most[1], most[2], most[3], most[4], most[5], most[6]


def vlan_zones(inventory: Inventory) -> tuple[Zone, ...]:
    """One zone a VLAN, and the internet; empty ones are left out."""
    inside = (
        Zone(vlan, _members(inventory, functions), vlan, target_of(_present(inventory, functions)))
        for vlan, functions in VLANS.items()
    )
    return tuple(zone for zone in (*inside, outside(inventory)) if zone.members)


def function_zones(inventory: Inventory) -> tuple[Zone, ...]:
    """One zone a function, each its own segment, and the internet; empty ones are left out."""
    inside = (
        Zone(function, _members(inventory, (function,)), function, SL_TARGET[function])
        for function in FUNCTIONS
        if function != INTERNET
    )
    return tuple(zone for zone in (*inside, outside(inventory)) if zone.members)


def triple(demand: Demand) -> Triple:
    """(source, destination, service) of *demand*."""
    return demand.src, demand.dst, demand.need.service


def accepted(inventory: Inventory, exceptions: Iterable[str]) -> tuple[Demand, ...]:
    """Demands that a careful policy grants: those not excessive, and those of an excepted kind or asset.

    A demand is excepted when its source or its destination is.
    """
    excepted = set(exceptions)
    return tuple(
        demand
        for demand in inventory.demands
        if not demand.need.excessive or excepted & {*_words(inventory, demand.src), *_words(inventory, demand.dst)}
    )


def inbound_rules(demands: Iterable[Demand], inventory: Inventory, *, anyone: bool) -> tuple[Rule, ...]:
    """Port forwards for demands from the internet: open to the whole of it, or to the named source only."""
    triples = {
        (INTERNET if anyone else demand.src, demand.dst, demand.need.service)
        for demand in demands
        if _is_outside(inventory, demand.src) and not _is_outside(inventory, demand.dst)
    }
    return tuple(
        Rule(f"inbound:{src}>{dst}:{service}", src, dst, service, "allow", "service published to the internet")
        for src, dst, service in sorted(triples)
    )


def egress_rules(demands: Iterable[Demand], zone_of: Mapping[str, str]) -> tuple[Rule, ...]:
    """From the zone of who demands to one named destination in the internet, by one service."""
    triples = {
        (zone_of[demand.src], demand.dst, demand.need.service)
        for demand in demands
        if zone_of[demand.dst] == INTERNET != zone_of[demand.src]
    }
    return tuple(
        Rule(f"egress:{src}>{dst}:{service}", src, dst, service, "allow", "named destination outside")
        for src, dst, service in sorted(triples)
    )


def demand_rules(demands: Iterable[Demand], *, with_verbs: bool) -> tuple[Rule, ...]:
    """One rule a demand, asset to asset; with the verbs of the need if asked (a need without verbs covers any)."""
    grouped: dict[Triple, list[Demand]] = {}
    for demand in routed(demands):
        grouped.setdefault(triple(demand), []).append(demand)
    rules = []
    for (src, dst, service), same in sorted(grouped.items()):
        reason = "; ".join(sorted({demand.need.purpose for demand in same}))
        verbs = _verbs(same) if with_verbs else ()
        rules.append(Rule(f"need:{src}>{dst}:{service}", src, dst, service, "allow", reason, verbs))
    return tuple(rules)


def routed(demands: Iterable[Demand]) -> Iterator[Demand]:
    """Those of *demands* that a rule can be about: what is link-local passes inside its segment and nowhere else."""
    return (demand for demand in demands if not PROTOCOLS[demand.need.service].link_local)


def refused(inventory: Inventory, granted: Iterable[Triple]) -> tuple[Triple, ...]:
    """Triples of the demands that are not among *granted*, in order."""
    return tuple(sorted({triple(demand) for demand in inventory.demands} - set(granted)))


def _verbs(demands: list[Demand]) -> tuple[str, ...]:
    if not all(demand.need.verbs for demand in demands):
        return ()
    return tuple(sorted({verb for demand in demands for verb in demand.need.verbs}))


def _members(inventory: Inventory, functions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(asset.name for asset in inventory.assets if asset.function in functions))


def _words(inventory: Inventory, name: str) -> tuple[str, str]:
    """What an exception can call an asset: its name or its kind."""
    return name, inventory.by_name[name].kind


def _present(inventory: Inventory, functions: Iterable[str]) -> list[str]:
    return [function for function in functions if inventory.of_function(function)]


def _is_outside(inventory: Inventory, name: str) -> bool:
    return inventory.by_name[name].function == INTERNET
