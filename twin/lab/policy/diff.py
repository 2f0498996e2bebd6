"""Who gains and who loses which path between two policies: reach, subtracted.

A path is (source, destination, service): the destination offers the service, and the line that decides lets it pass.
Paths are grouped by the kind of device at either end. Reach alone says nothing of verbs and keys, so where two policies
let the same pairs talk, what they ask of a session is compared as well.

Sources: the reach of :mod:`twin.net.reach`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from twin.core.chance import Ints
from twin.lab.policy.subject import SITE, Subject, subjects
from twin.net.inventory import Inventory
from twin.net.reach import reach
from twin.net.verdicts import SERVICES


@dataclass(frozen=True)
class PathGroup:
    """Paths from devices of one kind to those of another over one service: how many, how many ends, one of them."""

    src: str
    dst: str
    service: str
    paths: int
    sources: int
    targets: int
    example: str


@dataclass(frozen=True)
class Difference:
    """What *after* gains and loses against *before*; ``sessions`` says what differs in what a session must show."""

    before: str
    after: str
    site: str
    paths: tuple[int, int]
    gained: tuple[PathGroup, ...]
    lost: tuple[PathGroup, ...]
    sessions: tuple[str, ...]

    @property
    def counts(self) -> tuple[int, int]:
        """Paths gained and lost."""
        return sum(group.paths for group in self.gained), sum(group.paths for group in self.lost)

    def to_json(self) -> dict[str, Any]:
        """The difference as one JSON document."""
        gained, lost = self.counts
        return {**asdict(self), "gained_paths": gained, "lost_paths": lost}


def diff_policies(before: str, after: str, site: str | Path = SITE) -> Difference:
    """What changes in reach on the way from *before* to *after*; raises ``BadInput`` for names that mean nothing."""
    return difference(*subjects((before, after), site))


def difference(old: Subject, new: Subject) -> Difference:
    """What changes in reach on the way from *old* to *new*, two policies over one site."""
    count = len(old.inventory.assets)
    keys = [_keys(reach(subject.network), count) for subject in (old, new)]
    return Difference(
        old.name,
        new.name,
        old.site,
        (len(keys[0]), len(keys[1])),
        _grouped(np.setdiff1d(keys[1], keys[0]), old.inventory),
        _grouped(np.setdiff1d(keys[0], keys[1]), old.inventory),
        tuple(_sessions(old, new)),
    )


def _keys(triples: Ints, assets: int) -> Ints:
    keys: Ints = (triples[:, 0] * assets + triples[:, 1]) * len(SERVICES) + triples[:, 2]
    return keys


def _grouped(keys: Ints, inventory: Inventory) -> tuple[PathGroup, ...]:
    """*keys* by kind, kind and service, the largest group first."""
    assets = inventory.assets
    kinds = sorted({asset.kind for asset in assets})
    kind = np.array([kinds.index(asset.kind) for asset in assets], dtype=np.int64)
    pair, service = keys // len(SERVICES), keys % len(SERVICES)
    src, dst = pair // len(assets), pair % len(assets)
    shape = (kind[src] * len(kinds) + kind[dst]) * len(SERVICES) + service
    groups = []
    for each in np.unique(shape).tolist():
        here = shape == each
        ends, said = divmod(each, len(SERVICES))
        first = int(np.flatnonzero(here)[0])
        example = f"{assets[int(src[first])].name} > {assets[int(dst[first])].name}"
        groups.append(
            PathGroup(
                kinds[ends // len(kinds)], kinds[ends % len(kinds)], SERVICES[said], int(here.sum()),
                len(np.unique(src[here])), len(np.unique(dst[here])), example,
            )
        )  # fmt: skip
    return tuple(sorted(groups, key=lambda group: (-group.paths, group.src, group.dst, group.service)))


def _sessions(old: Subject, new: Subject) -> list[str]:
    """What a session must show under *new* and not under *old*, or the other way round."""
    facts = [
        (subject.made.identity, subject.made.inspected, sum(bool(rule.verbs) for rule in subject.made.rules))
        for subject in (old, new)
    ]
    found = []
    if facts[0][0] != facts[1][0]:
        loser, keeper = (old, new) if facts[1][0] else (new, old)
        words = (
            f"a session needs the device's own key under {keeper.name}; a factory password opens it under {loser.name}"
        )
        found.append(words)
    if facts[0][1] != facts[1][1]:
        keeper, lines = (new, facts[1][2]) if facts[1][1] else (old, facts[0][2])
        found.append(f"every flow is inspected under {keeper.name}, and {lines} rules let declared verbs pass only")
    if old.made.monitor != new.made.monitor:
        found.append(f"{(new if new.made.monitor else old).name} counts what it would deny, and lets it pass")
    return found
