"""Sanity: a register and a segmentation that contradict themselves are refused before anything is built on them.

Each fault names the thing and what would be right. What a site file can get wrong is found with its place when it is
read; here stands what any maker of registers, policies or zone models can get wrong, the lab's own kinds included.

Sources: IEC 62443-3-2 (an asset is in one zone, a conduit joins zones that exist); RFC 5227 (an address given twice).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.net.inventory import Demand, Inventory
from twin.net.protocols import PROTOCOLS
from twin.net.segmentation import ANY, Segmentation


def check_inventory(inventory: Inventory) -> None:
    """Raise ``BadInput`` where a name or an address is given twice, or a need names no service, or nobody."""
    place = Place("register")
    faults = [
        *_given_twice(place, "name", ((asset.name, asset.name) for asset in inventory.assets)),
        *_given_twice(place, "address", ((asset.address, asset.name) for asset in inventory.assets)),
        *_given_twice(place, "hardware address", ((asset.mac, asset.name) for asset in inventory.assets)),
        *(fault for demand in inventory.demands for fault in _faults_of_demand(place, demand, inventory.by_name)),
    ]
    if faults:
        raise BadInput(dict.fromkeys(faults))


def check_segmentation(inventory: Inventory, made: Segmentation) -> None:
    """Raise ``BadInput`` where zones overlap, or a conduit or a rule names what does not exist."""
    place = Place(f"policy {made.policy}")
    names = inventory.index.keys()
    zones = {zone.name for zone in made.zones}
    faults = [
        *_given_twice(place, "zone", ((zone.name, "the policy") for zone in made.zones)),
        *_given_twice(place, "place in a zone", ((name, zone.name) for zone in made.zones for name in zone.members)),
    ]
    for zone in made.zones:
        faults += _unknown(place, f"zone {zone.name}", zone.members, names, "an asset")
    for conduit in made.conduits:
        about = f"conduit {conduit.src}>{conduit.dst}"
        faults += _unknown(place, about, (conduit.src, conduit.dst), zones, "a zone")
        faults += _unknown(place, about, conduit.services, {*PROTOCOLS, ANY}, "a protocol")
    ends = {*zones, *names, ANY}
    services = {*PROTOCOLS, ANY}
    for rule in made.rules:
        if rule.src not in ends or rule.dst not in ends:
            faults += _unknown(place, f"rule {rule.name}", (rule.src, rule.dst), ends, "an asset or a zone")
        if rule.service not in services:
            faults += _unknown(place, f"rule {rule.name}", (rule.service,), services, "a protocol")
    if faults:
        raise BadInput(faults)


def _given_twice(place: Place, what: str, given: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """A fault for each *what* that two of *given* (value, owner) have; an empty value is none."""
    first: dict[str, str] = {}
    for value, owner in given:
        if value and value in first:
            problem = f'{what} "{value}" is given twice: to {first[value]} and to {owner}.'
            yield Fault(place, "duplicate-name", problem, "give one of them another")
        first.setdefault(value, owner)


def _faults_of_demand(place: Place, demand: Demand, known: Collection[str]) -> Iterator[Fault]:
    about, service = f"need of {demand.src}", demand.need.service
    if not service:
        problem = f'{about} ("{demand.need.purpose}") names no service.'
        yield Fault(place, "missing-value", problem, f"name one: {', '.join(sorted(PROTOCOLS))}")
    elif service not in PROTOCOLS.entries:
        yield from _unknown(place, about, (service,), PROTOCOLS.entries, "a protocol")
    yield from _unknown(place, about, (demand.src, demand.dst), known, "an asset")


def _unknown(place: Place, about: str, words: Iterable[str], known: Collection[str], noun: str) -> Iterator[Fault]:
    for word in words:
        if word not in known:
            near = remedy_for(word, known) if len(known) <= 40 else remedy_for(word, known).split("known:")[0].strip()
            yield Fault(place, "missing-reference", f'{about}: "{word}" is not {noun}.', near)
