"""A review of a policy: what a careful reader of a rule set finds, and each finding counted.

===================  ==================================================================================================
finding              what it means
===================  ==================================================================================================
broken need          a declared need is refused, or what its source repeats is more than its limit lets pass, and nobody
                     decided that: the plant will feel it
refused demand       a vendor's excessive demand is refused on purpose: ask the vendor, or write an exception
excessive allowed    an excessive demand passes: somebody pays for it with exposure
shadowed rule        whatever the rule fits, another line decides: it does nothing, whatever it says
never hit            the rule decided nothing in the run: a candidate for removal, or a need that is rare
fits no zone         no zone holds the asset, or its place contradicts its zone: look at it, do not default it
===================  ==================================================================================================

An asset fits its zone if it can reach the level that the zone needs for IAC, and if it need not speak with the internet
from Purdue level 2 or below. Where it does not, it is a case for a review: another zone, a replacement, or a written
exception.

Sources: NIST SP 800-41 r1, section 5 (review of rule sets); E. Al-Shaer, H. Hamed, Discovery of policy anomalies in
distributed firewalls, IEEE INFOCOM 2004 (shadowing); IEC 62443-3-2 ZCR 3.1 and 3.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from twin.core.chance import Ints
from twin.core.units import us
from twin.lab.policy.subject import SITE, Subject, hits_of, subjects
from twin.net.inventory import Asset, Demand
from twin.net.limits import NEVER_US, Limits
from twin.net.segmentation import ANY, Conduit, Rule
from twin.net.verdicts import MONITOR, SERVICE_ID, SERVICES
from twin.net.zoning import INTERNET

FINDINGS = (
    "broken need", "fits no zone", "excessive allowed", "shadowed rule", "never hit", "refused demand",
)  # fmt: skip
"""Sorts of findings, the gravest first."""

_CONTROL_LEVEL = 2
_BLOCK = 1 << 18


@dataclass(frozen=True)
class Finding:
    """One finding: its sort, what it is about, why, and how many assets, needs or lines it stands for."""

    sort: str
    about: str
    words: str
    count: int = 1


@dataclass(frozen=True)
class Review:
    """All findings about one policy over one site; ``run`` is whether hits were looked at."""

    policy: str
    site: str
    findings: tuple[Finding, ...]
    rules: int
    needs: int
    run: bool

    @property
    def counts(self) -> dict[str, int]:
        """How much there is of each sort; sorts that were not looked for are left out."""
        sorts = [sort for sort in FINDINGS if self.run or sort != "never hit"]
        return {sort: sum(one.count for one in self.findings if one.sort == sort) for sort in sorts}

    @property
    def sound(self) -> bool:
        """Whether no need is broken and no rule shadowed: what is left is for people to decide."""
        return not self.counts["broken need"] and not self.counts["shadowed rule"]

    def to_json(self) -> dict[str, Any]:
        """The review as one JSON document."""
        return {**asdict(self), "counts": self.counts, "sound": self.sound}


def check_policy(name: str, site: str | Path = SITE, run: Path | None = None) -> Review:
    """Review the policy *name* over *site*, with the hits of the run in folder *run* where one is named.

    Raises :class:`~twin.core.errors.BadInput` for names that mean nothing, or a run of something else.
    """
    subject = subjects((name,), site)[0]
    return review(subject, hits_of(run, subject) if run else None)


def review(subject: Subject, hits: Mapping[str, int] | None = None) -> Review:
    """Every finding about *subject*, the gravest sort first."""
    found = [*_needs(subject), *_misfits(subject), *_shadowed(subject)]
    found += _never_hit(subject, hits) if hits is not None else []
    ordered = sorted(found, key=lambda one: (FINDINGS.index(one.sort), -one.count, one.about))
    lines = len(subject.made.rules) + len(subject.made.conduits)
    return Review(
        subject.name, subject.site, tuple(ordered), lines, len(subject.inventory.demands), hits is not None
    )  # fmt: skip


def _needs(subject: Subject) -> Iterator[Finding]:
    """Needs that the policy breaks, demands that it refuses on purpose, and excessive ones that it allows."""
    demands = subject.inventory.demands
    passes = _passing(subject)
    groups: dict[tuple[str, str, str, str], list[Demand]] = {}
    for demand, fine in zip(demands, passes, strict=True):
        if fine and not demand.need.excessive:
            continue
        sort = "excessive allowed" if fine else "refused demand" if demand.need.excessive else "broken need"
        src, dst = subject.group(demand.src), subject.group(demand.dst)
        groups.setdefault((sort, src, dst, demand.need.service), []).append(demand)
    for (sort, src, dst, service), same in sorted(groups.items()):
        purposes = "; ".join(sorted({demand.need.purpose for demand in same}))
        yield Finding(sort, f"{src} > {dst} {service}", f"{purposes} (such as {same[0].src})", len(same))


def _passing(subject: Subject) -> list[bool]:
    """Whether each demand passes whole; a rule that is only watched lets it, and is asked what it would do."""
    network, index = subject.network, subject.inventory.index
    numbers = np.array(
        [(index[d.src], index[d.dst], SERVICE_ID[d.need.service]) for d in subject.inventory.demands], dtype=np.int64
    ).reshape(-1, 3)
    lines = network.decide(numbers[:, 0], numbers[:, 1], numbers[:, 2])
    fits = _fitting(subject, numbers)
    return [
        network.lines[line].allow and not network.lines[line].name.startswith(MONITOR) and whole
        for line, whole in zip(lines.tolist(), fits, strict=True)
    ]


def _fitting(subject: Subject, numbers: Ints) -> list[bool]:
    """Whether what the source of each demand repeats fits the limit that meters it; *numbers* has shape (n, 3)."""
    demands, limits = subject.inventory.demands, Limits(subject.network)
    if not limits.any or not demands:
        return [True] * len(demands)
    size = np.array([demand.need.bytes_out for demand in demands], dtype=np.int64)
    period_us = np.array([us(demand.need.every_s) or NEVER_US for demand in demands], dtype=np.int64)
    limits.declared.count(numbers[:, 0], numbers[:, 1], numbers[:, 2], size, period_us)
    fits: list[bool] = limits.declared.fits().tolist()
    return fits


def _misfits(subject: Subject) -> Iterator[Finding]:
    """Assets that no zone holds, or whose zone asks for more than they can do."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for asset in subject.inventory.assets:
        for reason in _reasons(subject, asset):
            reasons.setdefault((asset.kind, reason), []).append(asset.name)
    for (kind, reason), names in sorted(reasons.items()):
        about = names[0] if len(names) == 1 else f"{kind}: {names[0]} to {names[-1]}"
        yield Finding("fits no zone", about, reason, len(names))


def _reasons(subject: Subject, asset: Asset) -> Iterator[str]:
    made = subject.made
    zone = next((zone for zone in made.zones if zone.name == made.zone_of.get(asset.name)), None)
    if zone is None:
        yield "no zone holds it"
        return
    if asset.function == INTERNET or not asset.address:
        return
    needed = zone.sl_target[0]
    if asset.traits.get("default_credentials") and needed > 1 and not made.identity:
        yield f"it keeps its factory password, and zone {zone.name} needs SL {needed} for IAC"
    outward = _outward(subject).get(asset.name)
    if outward and asset.purdue_level <= _CONTROL_LEVEL:
        yield f"at Purdue level {asset.purdue_level} it wants to speak with {outward} on the internet"


def _outward(subject: Subject) -> dict[str, str]:
    """Who wants to speak with whom outside."""
    by_name = subject.inventory.by_name
    return {demand.src: demand.dst for demand in subject.inventory.demands if by_name[demand.dst].function == INTERNET}


def _shadowed(subject: Subject) -> Iterator[Finding]:
    """Rules and conduits that never decide, over every pair and service that they fit."""
    verdicts = subject.network.verdicts
    for line, rule in zip(verdicts.rule_lines, subject.made.rules, strict=True):
        other = _who_decides(subject, line, rule.src, rule.dst, (rule.service,))
        if other:
            yield Finding("shadowed rule", rule.name, f"{_words(rule)}: {other} decides instead")
    for line, conduit in zip(verdicts.conduit_lines, subject.made.conduits, strict=True):
        for service in conduit.services:
            other = _who_decides(subject, line, conduit.src, conduit.dst, (service,))
            if other:
                about = f"conduit:{conduit.src}>{conduit.dst}"
                yield Finding("shadowed rule", about, f"{service}: {other} decides instead")


def _who_decides(subject: Subject, line: int, src: str, dst: str, services: tuple[str, ...]) -> str:
    """The line that decides in the place of *line*, or nothing where *line* decides at least once."""
    network = subject.network
    sources, targets = network.verdicts.members(src), network.verdicts.members(dst)
    numbers = np.arange(len(SERVICES)) if services == (ANY,) else np.array([SERVICE_ID[one] for one in services])
    each = max(1, _BLOCK // max(1, len(targets) * len(numbers)))
    other = "no pair of assets that it fits"
    for start in range(0, len(sources), each):
        columns = _product(sources[start : start + each], targets, numbers.astype(np.int64))
        lines = network.verdicts.decide(*columns)[columns[0] != columns[1]]
        if (lines == line).any():
            return ""
        other = network.lines[int(lines[0])].name if len(lines) else other
    return other


def _product(src: Ints, dst: Ints, service: Ints) -> tuple[Ints, Ints, Ints]:
    """Every source with every destination and every service, as columns."""
    grid = np.meshgrid(src, dst, service, indexing="ij")
    return grid[0].ravel(), grid[1].ravel(), grid[2].ravel()


def _never_hit(subject: Subject, hits: Mapping[str, int]) -> list[Finding]:
    """Rules and conduits that decided nothing in the run, in groups of one shape."""
    silent: dict[str, list[str]] = {}
    lines: list[Rule | Conduit] = [*subject.made.rules, *subject.made.conduits]
    for each in lines:
        name = each.name if isinstance(each, Rule) else f"conduit:{each.src}>{each.dst}"
        if not hits.get(name, 0) and not hits.get(f"{MONITOR}{name}", 0):
            ends = [subject.group(end) for end in (each.src, each.dst)]
            service = each.service if isinstance(each, Rule) else ", ".join(each.services)
            silent.setdefault(f"{ends[0]} > {ends[1]} {service}", []).append(name)
    return [Finding("never hit", about, f"such as {names[0]}", len(names)) for about, names in sorted(silent.items())]


def _words(rule: Rule) -> str:
    return f"{rule.action} {rule.src} > {rule.dst} {rule.service}"
