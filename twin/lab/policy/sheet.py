"""What a policy is: zones with their security levels, conduits with the needs that justify them, and rules.

A conduit is a pair of zones between which something may pass. Some policies declare it, others have rules from asset to
asset that cross from zone to zone; both are listed, and both are justified by the declared needs that use them. One
that no need uses is there for nothing. Rules of one shape (the same kinds at both ends, the same service and verbs) are
one entry with their count. Hits come from a run, where one is named.

Sources: IEC 62443-3-2 (ZCR 3 and 4: zones, conduits, and what is documented of each); NIST SP 800-41 r1 (hit counts).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from twin.lab.policy.levels import REQUIREMENTS, Assessment, ZoneLevels
from twin.lab.policy.subject import SITE, Subject, hits_of, subjects
from twin.net.inventory import Inventory
from twin.net.segmentation import ANY, Rule, Zone


@dataclass(frozen=True)
class ZoneEntry:
    """One zone: its segment, how many assets, their lowest and highest Purdue level, kinds with counts, and levels."""

    name: str
    segment: str
    assets: int
    purdue: tuple[int, int]
    kinds: Mapping[str, int]
    levels: ZoneLevels


@dataclass(frozen=True)
class ConduitEntry:
    """What may pass from one zone to another, and why.

    ``declared`` is whether the policy has it as a conduit; otherwise its rules make it one. ``needs`` are the declared
    needs that use it, ``purposes`` what they are for; ``hits`` is None without a run.
    """

    src: str
    dst: str
    services: tuple[str, ...]
    declared: bool
    needs: int
    purposes: tuple[str, ...]
    hits: int | None = None


@dataclass(frozen=True)
class RuleEntry:
    """Rules of one shape: ``src`` and ``dst`` are kinds of device, zones or ``*``; ``lines`` is how many there are."""

    src: str
    dst: str
    service: str
    action: str
    verbs: tuple[str, ...]
    reason: str
    lines: int
    hits: int | None = None


@dataclass(frozen=True)
class Sheet:
    """Everything about one policy over one site; ``hits`` name the implicit lines (``default``, ``inside:...``) too."""

    subject: Subject
    zones: tuple[ZoneEntry, ...]
    conduits: tuple[ConduitEntry, ...]
    rules: tuple[RuleEntry, ...]
    hits: Mapping[str, int] | None = None

    @property
    def network(self) -> Any:
        """The network that the policy makes of the site."""
        return self.subject.network

    def to_json(self) -> dict[str, Any]:
        """The sheet as one JSON document."""
        made = self.subject.made
        return {
            "policy": made.policy,
            "name": self.subject.name,
            "site": self.subject.site,
            "options": self.subject.policy.model_dump(mode="json"),
            "inside": made.inside,
            "default": made.default,
            "inspected": made.inspected,
            "identity": made.identity,
            "monitor": made.monitor,
            "requirements": list(REQUIREMENTS),
            "zones": [{**asdict(zone), "gap": list(zone.levels.gap)} for zone in self.zones],
            "conduits": [asdict(conduit) for conduit in self.conduits],
            "rules": [asdict(rule) for rule in self.rules],
            "refused_needs": [list(triple) for triple in made.denied_demands],
            "hits": None if self.hits is None else dict(self.hits),
        }


def show_policy(name: str, site: str | Path = SITE, run: Path | None = None) -> Sheet:
    """The sheet of the policy *name* over *site*, with the hits of the run in folder *run*.

    Raises :class:`~twin.core.errors.BadInput` for names that mean nothing, or a run of something else.
    """
    subject = subjects((name,), site)[0]
    return sheet_of(subject, hits_of(run, subject) if run else None)


def sheet_of(subject: Subject, hits: Mapping[str, int] | None = None) -> Sheet:
    """The sheet of *subject*."""
    assessment = Assessment(subject)
    zones = tuple(_zone(zone, subject.inventory, assessment.levels(zone)) for zone in subject.made.zones)
    return Sheet(subject, zones, _conduits(subject, hits), _rules(subject, hits), hits)


def _zone(zone: Zone, inventory: Inventory, levels: ZoneLevels) -> ZoneEntry:
    assets = [inventory.by_name[name] for name in zone.members]
    kinds: dict[str, int] = {}
    for asset in sorted(assets, key=lambda asset: asset.kind):
        kinds[asset.kind] = kinds.get(asset.kind, 0) + 1
    purdue = [asset.purdue_level for asset in assets]
    return ZoneEntry(zone.name, zone.segment, len(assets), (min(purdue), max(purdue)), kinds, levels)


def _conduits(subject: Subject, hits: Mapping[str, int] | None) -> tuple[ConduitEntry, ...]:
    made, zone_of = subject.made, subject.made.zone_of
    zones = {zone.name for zone in made.zones}
    declared = {(conduit.src, conduit.dst) for conduit in made.conduits}
    services: dict[tuple[str, str], set[str]] = {}
    lines: dict[tuple[str, str], list[str]] = {}
    for conduit in made.conduits:
        services.setdefault((conduit.src, conduit.dst), set()).update(conduit.services)
        lines.setdefault((conduit.src, conduit.dst), []).append(f"conduit:{conduit.src}>{conduit.dst}")
    for rule in made.rules:
        pair = tuple(end if end in zones else zone_of.get(end, ANY) for end in (rule.src, rule.dst))
        if rule.action == "allow" and pair[0] != pair[1] and ANY not in pair:
            services.setdefault((pair[0], pair[1]), set()).add(rule.service)
            lines.setdefault((pair[0], pair[1]), []).append(rule.name)
    uses = _uses(subject)
    return tuple(
        ConduitEntry(
            *pair, tuple(sorted(services[pair])), pair in declared, len(uses.get(pair, ())),
            tuple(sorted(set(uses.get(pair, ())))), _sum(hits, lines[pair]),
        )
        for pair in sorted(services)
    )  # fmt: skip


def _uses(subject: Subject) -> dict[tuple[str, str], list[str]]:
    """Purposes of the granted needs that cross from one zone to another, one entry for each need."""
    zone_of, refused = subject.made.zone_of, set(subject.made.denied_demands)
    found: dict[tuple[str, str], list[str]] = {}
    for demand in subject.inventory.demands:
        if (demand.src, demand.dst, demand.need.service) not in refused:
            pair = (zone_of.get(demand.src, ""), zone_of.get(demand.dst, ""))
            found.setdefault(pair, []).append(demand.need.purpose)
    return found


def _rules(subject: Subject, hits: Mapping[str, int] | None) -> tuple[RuleEntry, ...]:
    grouped: dict[tuple[str, ...], list[Rule]] = {}
    for rule in subject.made.rules:
        shape = (subject.group(rule.src), subject.group(rule.dst), rule.service, rule.action, *rule.verbs)
        grouped.setdefault(shape, []).append(rule)
    return tuple(
        RuleEntry(
            shape[0], shape[1], shape[2], shape[3], same[0].verbs, "; ".join(sorted({rule.reason for rule in same})),
            len(same), _sum(hits, [rule.name for rule in same]),
        )
        for shape, same in sorted(grouped.items())
    )  # fmt: skip


def _sum(hits: Mapping[str, int] | None, names: Iterable[str]) -> int | None:
    """Hits of the lines *names*, with those that were only watched; None without a run."""
    if hits is None:
        return None
    return sum(hits.get(name, 0) + hits.get(f"monitor:{name}", 0) for name in dict.fromkeys(names))
