"""The ladder: several policies on one story and one seed, side by side.

What a policy leaves open (paths, and how many of them no need explains) and what it is made of (zones, conduits, rules)
are read off its tables; what it refuses, and what the story came to under it, off a run. All runs share site, story and
seed, so arrivals, faults and benign demand are the same in each, and what differs is the policy's doing.

Sources: reach as in :mod:`twin.net.reach`; metrics as on their shelf.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from twin.core.errors import BadInput
from twin.lab.asked import faults_of
from twin.lab.loader import load_inputs
from twin.lab.policy.sheet import sheet_of
from twin.lab.policy.subject import Subject
from twin.lab.run import Run, run
from twin.net.reach import reach
from twin.net.verdicts import SERVICES
from twin.net.zoning import triple
from twin.policies import POLICIES

RUNGS = ("flat", "vlan", "zones", "microsegmentation", "zero-trust")
"""The postures of the lab's five kinds, from the widest to the narrowest."""

METRICS = ("needs_denied", "excessive_denied", "assets_reached", "assets_compromised", "robot_minutes_lost", "loss_eur")
"""What of a run stands in the table."""


@dataclass(frozen=True)
class Rung:
    """One policy: how it is made, what it leaves open, and what a run under it came to (None: undefined).

    ``undemanded`` counts paths that no declared need explains, ``refused`` the declared needs that the policy refuses.
    """

    policy: str
    zones: int
    conduits: int
    rules: int
    paths: int
    undemanded: int
    refused: int
    metrics: dict[str, float | None]


def climb(
    story: str,
    site: str | Path | None = None,
    seed: int = 1,
    postures: Sequence[str] = RUNGS,
    hours: float | None = None,
) -> tuple[Rung, ...]:
    """Run *story* under each of *postures* on one *seed*; raises ``BadInput`` with all faults before the first run."""
    faults = faults_of(*(partial(load_inputs, story, name, site, (), hours) for name in postures))
    if faults:
        raise BadInput(faults)
    return tuple(_rung(run(story, name, site=site, seed=seed, hours=hours)) for name in postures)


def to_json(rungs: Sequence[Rung]) -> list[dict[str, Any]]:
    """The ladder as JSON."""
    return [asdict(rung) for rung in rungs]


def table(rungs: Sequence[Rung]) -> str:
    """The ladder as a table in Markdown, policies as rows."""
    heads = ("policy", "zones", "conduits", "rules", "paths", "without a need", "needs refused", *METRICS)
    rows = [heads, ("---", *("---:",) * (len(heads) - 1))]
    for rung in rungs:
        made = (rung.zones, rung.conduits, rung.rules, rung.paths, rung.undemanded, rung.refused)
        rows.append((rung.policy, *(f"{count:,}" for count in made), *(_words(rung.metrics[name]) for name in METRICS)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rung(done: Run) -> Rung:
    choice, made = done.posture.policy, done.segmentation
    policy = POLICIES[choice.kind](**choice.parameters)
    subject = Subject(done.posture.name, done.site.name, policy, done.inventory, made)
    triples = reach(subject.network)
    return Rung(
        policy=done.posture.name,
        zones=len(made.zones),
        conduits=len(sheet_of(subject).conduits),
        rules=len(made.rules) + len(made.conduits),
        paths=len(triples),
        undemanded=len(triples) - explained(subject, triples.tolist()),
        refused=len(made.denied_demands),
        metrics={name: done.metrics[name].value for name in METRICS},
    )


def explained(subject: Subject, triples: list[list[int]]) -> int:
    """How many of *triples* are a declared need."""
    assets = subject.inventory.assets
    wanted = {triple(demand) for demand in subject.inventory.demands}
    return sum((assets[src].name, assets[dst].name, SERVICES[service]) in wanted for src, dst, service in triples)


def _words(value: float | None) -> str:
    return "none" if value is None else f"{value:,.0f}"
