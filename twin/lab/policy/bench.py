"""The bench: several drafts of a policy against a set of attacks, on the same seeds, beside one that is the reference.

A draft is a posture with another policy: another kind, other exceptions, other options. What it leaves open is read off
its tables, without a run (:func:`standing_of`). What the attacks come to under it is read off runs, each draft with the
same orders, people and faults, so that differences are paired seed by seed. Over several attacks a metric is the mean
of what each came to.

Sources: common random numbers, Law, Simulation Modeling and Analysis, 5th ed., section 11.2; reach from a foothold as
in :mod:`twin.lab.policy_sheet`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from twin.core.errors import BadInput, Fault, Place
from twin.lab.asked import check_hours, check_seeds, check_workers, faults_of
from twin.lab.build import register
from twin.lab.compare import Job, trial
from twin.lab.comparison import Trial
from twin.lab.loader import Inputs, load_inputs
from twin.lab.policy.ladder import explained
from twin.lab.policy.subject import Subject
from twin.lab.policy_sheet import open_field
from twin.lab.statistics import Estimate, mean_interval, paired_difference
from twin.lab.what_if.crew import crew_size, in_turn
from twin.net.reach import reach
from twin.net.sanity import check_inventory
from twin.policies import POLICIES

Told = Callable[[int, int], None]
"""Told several times a second how many runs of how many are complete; cancels by raising."""


@dataclass(frozen=True)
class Draft:
    """A *posture* by name with the policy *options* (JSON: ``{"kind": "zones", ...}``), called *label*."""

    label: str
    posture: str
    options: str

    @classmethod
    def of(cls, label: str, posture: str, policy: dict[str, Any]) -> Draft:
        """The draft of *policy*, a kind and its options."""
        return cls(label, posture, json.dumps(policy, sort_keys=True))

    @property
    def settings(self) -> tuple[str, ...]:
        """What turns the posture into the draft."""
        return (f"posture.policy={self.options}",)

    def inputs(self, story: str, site: str | None, hours: float | None = None) -> Inputs:
        """Site, story and posture; raises ``BadInput`` with every fault."""
        return load_inputs(story, self.posture, site, self.settings, hours)

    def subject(self, story: str, site: str | None) -> Subject:
        """The policy over the site; raises ``BadInput`` where it names what the site lacks."""
        inputs = self.inputs(story, site)
        inventory = register(inputs.site)
        check_inventory(inventory)
        choice = inputs.posture.policy
        policy = POLICIES[choice.kind](**choice.parameters)
        return Subject(self.label, inputs.site.name, policy, inventory, policy.compile(inventory))


@dataclass(frozen=True)
class Standing:
    """What a draft is and leaves open, before anything happens.

    ``direct`` and ``ever`` count assets within one hop, and any number of hops, of where the story begins, of
    ``assets``; ``free`` counts paths that no declared need explains, ``refused`` declared needs that it refuses.
    """

    kind: str
    zones: int
    rules: int
    exceptions: tuple[str, ...]
    paths: int
    free: int
    refused: int
    direct: int
    ever: int
    assets: int


def standing_of(draft: Draft, story: str, site: str | None = None) -> Standing:
    """The standing of *draft*, with *story* as the foothold; raises ``BadInput`` where it cannot be compiled."""
    subject = draft.subject(story, site)
    made, triples = subject.made, reach(subject.network)
    opened = open_field(subject.inventory, made, draft.inputs(story, site).story)
    return Standing(
        kind=made.policy, zones=len(made.zones), rules=len(made.rules) + len(made.conduits),
        exceptions=subject.policy.vendor_exceptions, paths=len(triples),
        free=len(triples) - explained(subject, triples.tolist()), refused=len(made.denied_demands),
        direct=opened.direct, ever=opened.ever, assets=opened.assets,
    )  # fmt: skip


@dataclass
class Bench:
    """The trials of every draft under every attack, by label, story and seed."""

    drafts: tuple[Draft, ...]
    stories: tuple[str, ...]
    seeds: tuple[int, ...]
    site: str
    hours: float | None
    trials: dict[tuple[str, str, int], Trial] = field(default_factory=dict)
    standings: dict[tuple[str, str], Standing] = field(default_factory=dict)

    def value(self, label: str, story: str, seed: int, metric: str) -> float | None:
        """One number of one run."""
        return self.trials[label, story, seed].metrics[metric]

    def values(self, label: str, metric: str, story: str = "") -> list[float | None]:
        """The metric seed by seed, under one story or the mean of all; None where it is undefined under one of them."""
        stories = (story,) if story else self.stories
        rows = [[self.value(label, each, seed, metric) for each in stories] for seed in self.seeds]
        known = [[value for value in row if value is not None] for row in rows]
        return [sum(row) / len(row) if len(row) == len(stories) else None for row in known]

    def estimate(self, label: str, metric: str, story: str = "") -> Estimate:
        """Mean over seeds with its interval."""
        return mean_interval(self.values(label, metric, story))

    def difference(self, label: str, reference: str, metric: str, story: str = "") -> Estimate:
        """*label* minus *reference*, paired by seed."""
        return paired_difference(self.values(label, metric, story), self.values(reference, metric, story))

    def detected(self, label: str) -> int:
        """In how many runs the attack was detected."""
        return sum(self.value(label, story, seed, "undetected") == 0 for story in self.stories for seed in self.seeds)

    @property
    def common_chance(self) -> bool:
        """Whether every draft had the same orders, people and faults."""
        digests = {(story, seed): set[str]() for story in self.stories for seed in self.seeds}
        for (_, story, seed), each in self.trials.items():
            digests[story, seed].add(each.exogenous_digest)
        return all(len(found) <= 1 for found in digests.values())


def bench(
    drafts: Sequence[Draft], stories: Sequence[str], seeds: int | Sequence[int] = 1, *, site: str | None = None,
    hours: float | None = None, workers: int | None = None, progress: Told | None = None,
) -> Bench:  # fmt: skip
    """Run every one of *stories* under every one of *drafts* for each seed.

    Raises ``BadInput`` with every fault before the first run.
    """
    checks: list[Callable[[], object]] = [
        partial(check_seeds, seeds),
        partial(check_hours, hours),
        partial(check_workers, workers),
    ]
    checks += [partial(draft.inputs, story, site, hours) for draft in drafts for story in stories]
    faults = [*_named(drafts, stories), *faults_of(*checks)]
    if faults:
        raise BadInput(faults)
    numbers = tuple(range(1, seeds + 1)) if isinstance(seeds, int) else tuple(seeds)
    made = Bench(tuple(drafts), tuple(stories), numbers, site or "", hours)
    for draft in drafts:
        for story in stories:
            made.standings[draft.label, story] = standing_of(draft, story, site)
    jobs = [
        Job(story, draft.posture, draft.label, seed, False, site, hours, draft.settings)
        for seed in numbers
        for story in stories
        for draft in drafts
    ]
    _run(made, jobs, workers, progress)
    return made


def _run(made: Bench, jobs: list[Job], workers: int | None, progress: Told | None) -> None:
    done = 0

    def tell() -> None:
        if progress:
            progress(done, len(jobs))

    came = (
        ((job, trial(job)) for job in jobs)
        if workers == 1
        else in_turn(jobs, trial, crew_size(workers, len(jobs)), tell)
    )
    for job, outcome in came:
        made.trials[job.label, job.story, job.seed] = outcome
        done += 1
        tell()


def _named(drafts: Sequence[Draft], stories: Sequence[str]) -> list[Fault]:
    """Faults of an empty bench, of no attacks, and of two drafts of one name."""
    labels = [draft.label for draft in drafts]
    found = [
        Fault(Place("bench"), "duplicate-name", f'two drafts are called "{label}".', "give one of them another name")
        for label in dict.fromkeys(labels)
        if labels.count(label) > 1
    ]
    if not drafts:
        found.append(Fault(Place("bench"), "missing-value", "no policy is on the bench.", "pin at least one"))
    if not stories:
        found.append(Fault(Place("attacks"), "missing-value", "no attack is chosen.", "choose at least one story"))
    return found
