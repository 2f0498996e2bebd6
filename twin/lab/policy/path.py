"""Who can reach whom: which services, by which rule, where that is enforced, on which way, and who sees it.

Either end is an asset, a kind of device, a function, a zone, or a pattern such as ``amr-*``. Every service that the
destination offers is asked for, and every service that a need between the two names, offered or not. Answers of one
shape are one entry with their count.

The enforcement point follows from the wiring: the inspection point where the policy has one; the edge firewall for an
end on the internet; the core firewall between segments; inside one segment the port of the access switch (or the
wireless controller) where neighbours are filtered too, and nobody where they are not.

Sources: NIST SP 800-207 (policy enforcement point); the wiring of :mod:`twin.net.topology`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import numpy as np

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.lab.policy.subject import SITE, Subject, subjects
from twin.net.inventory import FUNCTIONS, Asset
from twin.net.message import Message
from twin.net.paths import on_air
from twin.net.zoning import INTERNET

NOBODY = "nobody (one segment)"


@dataclass(frozen=True)
class Way:
    """Pairs of one shape: from a kind to a kind over a service, with one verdict.

    ``rule`` is the line that decides (its shape, where several lines of one shape do); ``verbs`` what may be said
    (empty: anything); ``need`` is why it is there, empty without a declared need; ``enforced`` is where,
    ``tap`` who writes it down (empty: nobody); ``via`` is the way of the example pair.
    """

    src: str
    dst: str
    service: str
    fate: str
    rule: str
    reason: str
    verbs: tuple[str, ...]
    need: str
    enforced: str
    tap: str
    via: tuple[str, ...]
    pairs: int
    example: str

    @property
    def passes(self) -> bool:
        """Whether it arrives."""
        return self.fate == "delivered"


@dataclass(frozen=True)
class Answer:
    """Every way from *src* to *dst* under one policy; the open ones first."""

    policy: str
    site: str
    src: str
    dst: str
    sources: int
    targets: int
    ways: tuple[Way, ...]

    @property
    def open_pairs(self) -> int:
        """How many (source, destination, service) may pass."""
        return sum(way.pairs for way in self.ways if way.passes)

    def to_json(self) -> dict[str, Any]:
        """The answer as one JSON document."""
        return {**asdict(self), "open_pairs": self.open_pairs}


def find_paths(src: str, dst: str, posture: str, site: str | Path = SITE) -> Answer:
    """Who of *src* can reach whom of *dst* under *posture* (a posture, its file, or a kind of policy).

    Raises :class:`~twin.core.errors.BadInput` for names that mean nothing.
    """
    subject = subjects((posture,), site)[0]
    faults: list[Fault] = []
    sources, targets = _assets(subject, src, faults), _assets(subject, dst, faults)
    if faults:
        raise BadInput(faults)
    groups: dict[tuple[object, ...], list[Way]] = {}
    for way in _ways(subject, sources, targets):
        shape = (way.src, way.dst, way.service, way.fate, _shape(way.rule), way.need, way.enforced, way.tap)
        groups.setdefault(shape, []).append(way)
    ways = tuple(_joined(same) for same in groups.values())
    ordered = sorted(ways, key=lambda way: (not way.passes, way.src, way.dst, way.service, way.rule))
    return Answer(subject.name, subject.site, src, dst, len(sources), len(targets), tuple(ordered))


def _assets(subject: Subject, word: str, faults: list[Fault]) -> list[Asset]:
    """The assets that *word* stands for."""
    made, assets = subject.made, subject.inventory.assets
    zones = {zone.name: set(zone.members) for zone in made.zones}
    if word in subject.inventory.by_name:
        return [subject.inventory.by_name[word]]
    found = [
        asset
        for asset in assets
        if word in (asset.kind, asset.function) or asset.name in zones.get(word, ()) or fnmatchcase(asset.name, word)
    ]
    if not found:
        kinds = sorted({asset.kind for asset in assets})
        near = remedy_for(word, [*(asset.name for asset in assets), *kinds, *FUNCTIONS]).split("known:")[0].strip()
        problem = f'"{word}" is no asset, kind, function or zone of {subject.site}, and fits none as a pattern.'
        faults.append(Fault(Place("path"), "missing-reference", problem, near or f"kinds: {', '.join(kinds)}"))
    return found


def _ways(subject: Subject, sources: list[Asset], targets: list[Asset]) -> Iterator[Way]:
    needs: dict[tuple[str, str], dict[str, list[str]]] = {}
    for demand in subject.inventory.demands:
        here = needs.setdefault((demand.src, demand.dst), {})
        here.setdefault(demand.need.service, []).append(demand.need.purpose)
    for src in sources:
        for dst in targets:
            if src.name != dst.name and src.address and dst.address:
                wanted = needs.get((src.name, dst.name), {})
                for service in sorted({*dst.services, *wanted}):
                    yield _way(subject, src, dst, service, "; ".join(sorted(set(wanted.get(service, ())))))


def _way(subject: Subject, src: Asset, dst: Asset, service: str, need: str) -> Way:
    network = subject.network
    line, fate = network.verdict_of(Message(src.name, dst.name, service))
    ends = np.array([[subject.inventory.index[src.name]], [subject.inventory.index[dst.name]]], dtype=np.int64)
    tap = subject.names.text(int(network.tap(ends[0], ends[1])[0]))
    verdict = network.lines[line]
    verbs = verdict.verbs if subject.made.inspected else ()
    return Way(
        src.kind, dst.kind, service, fate, verdict.name, verdict.reason, verbs, need, enforced_at(subject, src, dst),
        tap, _via(subject, src, dst), 1, f"{src.name} > {dst.name}",
    )  # fmt: skip


def _joined(same: list[Way]) -> Way:
    """One entry for ways of one shape: the first, with their count."""
    first = same[0]
    rule = first.rule if len({way.rule for way in same}) == 1 else _shape(first.rule)
    return Way(**{**vars(first), "rule": rule, "pairs": len(same)})


def _shape(rule: str) -> str:
    """The first word of a line's name, which says what sort of line it is; all of a zone's or conduit's."""
    head = rule.split(":", maxsplit=1)[0]
    return f"{head}:..." if head in ("need", "inbound", "admission") else rule


def enforced_at(subject: Subject, src: Asset, dst: Asset) -> str:
    """The place that decides over flows from *src* to *dst*, or :data:`NOBODY`."""
    made = subject.made
    if made.inspected:
        return "inspection point"
    if INTERNET in (src.function, dst.function):
        return "edge firewall"
    segments = {zone.name: zone.segment for zone in made.zones}
    homes = [segments.get(made.zone_of.get(asset.name, ""), "") for asset in (src, dst)]
    if homes[0] != homes[1]:
        return "core firewall"
    if made.inside == "deny":
        return f"{'controller' if on_air(dst) else 'port of'} {dst.switch}"
    return NOBODY


def _via(subject: Subject, src: Asset, dst: Asset) -> tuple[str, ...]:
    """Switches, core and firewall on the way, in order."""
    segments = {zone.name: zone.segment for zone in subject.made.zones}
    homes = {segments.get(subject.made.zone_of.get(asset.name, ""), "") for asset in (src, dst)}
    if src.switch == dst.switch and len(homes) == 1 and not on_air(src) and not subject.made.inspected:
        return (src.switch,)
    ways = [("firewall", "internet") if asset.function == INTERNET else (asset.switch,) for asset in (src, dst)]
    return (*reversed(ways[0]), "core", *ways[1])
