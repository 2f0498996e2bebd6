"""Federation: members learn together what is usual, and no row leaves its member.

A member is a gateway with what is behind it, or a whole site. In three rounds each sends an **update** of a few numbers
and gets back what all of them agreed on:

1. *profiles*: centre and spread of each group's columns, and its patterns by name;
2. *masses*: the share of its rows in each leaf of the forest, over the agreed profiles;
3. *tails*: which share of its benign rows passes each step of a ladder of scores; thresholds are made of these.

What they agree on is, number by number, the mean of the updates weighted by rows, their median, or their mean without
the highest and the lowest share of them. The mean is exact for masses and tails, and one member that lies can move it
as far as it likes. Median and trimmed mean are moved no further than the honest members lie apart, as long as fewer
than half (or than the trimmed share) of the members lie; the price is that what only few members ever do counts for
less. A pattern is familiar if the agreed share of the members that have it is above 0: with the mean one is enough,
with the median half of them must.

Sources: H. B. McMahan et al., Communication-Efficient Learning of Deep Networks from Decentralized Data, AISTATS 2017
(averaging weighted by rows); D. Yin et al., Byzantine-Robust Distributed Learning: Towards Optimal Statistical Rates,
ICML 2018 (coordinate-wise median and trimmed mean); Tan, Ting, Liu, IJCAI 2011 (masses).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from twin.core.elementary import Floats
from twin.detectors.learning import profile
from twin.detectors.learning.features import COLUMNS, Features
from twin.detectors.learning.fitting import rows_of, scored_lessons, spreads
from twin.detectors.learning.forest import Forest, squashed
from twin.detectors.learning.lessons import Lessons
from twin.detectors.learning.model import Group, Model, Origin, Pattern
from twin.detectors.learning.profile import Profile
from twin.detectors.learning.tail import LADDER, Tail

Rule = Literal["mean", "median", "trimmed_mean"]
TRIMMED = 0.25
"""Share of updates that a trimmed mean leaves out at either end: so many members may lie [judgement]."""
_SCORES = ("sticks", "surprise")


@dataclass(frozen=True)
class Update:
    """What a member sends in a round: numbers by subject, with the rows behind each, and patterns in round 1."""

    numbers: Mapping[str, Floats]
    rows: Mapping[str, int]
    patterns: tuple[Pattern, ...] = ()


Tamper = Callable[[int, int, Update], Update]
"""What a member's update is turned into before it is sent: round, member, update."""


@dataclass(frozen=True)
class Member:
    """A learner among others: its lessons stay here, in the terms of its own ``features``."""

    lessons: Lessons
    features: Features

    def profiles(self) -> Update:
        """Round 1."""
        numbers, rows = {}, {}
        for name in self._groups():
            mine = rows_of(self.lessons, self.features, name)
            numbers[name], rows[name] = np.concatenate(profile.fit(mine)), len(mine)
        return Update(numbers, rows, tuple(self.features.spelt(self.lessons.patterns)))

    def masses(self, profiles: Mapping[str, Profile], rare: Sequence[Pattern]) -> Update:
        """Round 2: shares of its rows by tree and leaf, flat."""
        full = self._strange(rare)
        counted = Forest.of(len(COLUMNS)).masses(squashed(spreads(full, self.features, profiles)))
        return Update({"": counted.reshape(-1) / max(1, full.rows)}, {"": full.rows})

    def tails(self, profiles: Mapping[str, Profile], masses: Floats, rare: Sequence[Pattern]) -> Update:
        """Round 3: for each group the share of its rows that passes each step of the ladder, for either score."""
        full = self._strange(rare)
        scores = scored_lessons(full, self.features, profiles, Forest.of(len(COLUMNS)), masses)
        numbers, rows = {}, {}
        for name in self._groups():
            mine = full.group == self.features.groups.index(name)
            numbers[name] = np.concatenate([_passing(getattr(scores, score)[mine]) for score in _SCORES])
            rows[name] = int(np.count_nonzero(mine))
        return Update(numbers, rows)

    def _groups(self) -> list[str]:
        return [self.features.groups[number] for number in np.unique(self.lessons.group).tolist()]

    def _strange(self, rare: Sequence[Pattern]) -> Lessons:
        """Its lessons with what no other member does as unfamiliar: so it would be to who learned from the others."""
        strange = np.isin(self.lessons.seen.patterns, self.features.packed(rare))
        return self.lessons.with_unfamiliar(strange)


def federate(
    members: Sequence[Member], origin: Origin, days: float, rule: Rule = "mean", tamper: Tamper | None = None
) -> Model:
    """The model that *members* agree on by *rule*; ``days`` are those of one whole site. Members must have rows.

    *tamper* stands for members that do not send what they found.
    """
    change = tamper or _honest
    first = [change(1, n, member.profiles()) for n, member in enumerate(members)]
    profiles = {name: _profile(numbers) for name, numbers in agreed(first, rule).items()}
    familiar, rare = _patterns(first, rule)
    second = [change(2, n, member.masses(profiles, rare)) for n, member in enumerate(members)]
    everything = sum(update.rows[""] for update in second)
    masses = np.maximum(agreed(second, rule)[""], 0.0).reshape(Forest.of(len(COLUMNS)).trees, -1) * everything
    third = [change(3, n, member.tails(profiles, masses, rare)) for n, member in enumerate(members)]
    rows = Counter[str]()
    for update in third:
        rows.update(update.rows)
    tails = agreed(third, rule)
    groups = {name: _group(profiles[name], tails[name], rows[name]) for name in sorted(tails)}
    return Model(origin, days, groups, familiar, masses)


def agreed(updates: Sequence[Update], rule: Rule) -> dict[str, Floats]:
    """What is agreed on each subject by those who have something to say about it, by subject in order of name."""
    subjects = sorted({name for update in updates for name in update.numbers})
    return {name: _agreed([update for update in updates if name in update.numbers], name, rule) for name in subjects}


def aggregate(numbers: Floats, rows: Floats, rule: Rule) -> Floats:
    """One vector of many *numbers* (members, n) by *rule*; *rows* (members,) weigh in the mean alone."""
    if rule == "median":
        middle: Floats = np.median(numbers, axis=0)
        return middle
    if rule == "trimmed_mean":
        cut = int(TRIMMED * len(numbers))
        kept: Floats = np.sort(numbers, axis=0)[cut : len(numbers) - cut]
        trimmed: Floats = kept.sum(axis=0) / len(kept)
        return trimmed
    total: Floats = (numbers * rows[:, None]).sum(axis=0) / rows.sum()
    return total


def _agreed(updates: Sequence[Update], name: str, rule: Rule) -> Floats:
    rows = np.array([update.rows[name] for update in updates], dtype=np.float64)
    return aggregate(np.stack([update.numbers[name] for update in updates]), rows, rule)


def _patterns(updates: Sequence[Update], rule: Rule) -> tuple[tuple[Pattern, ...], list[Pattern]]:
    """Familiar patterns, and those of them that one member alone has, if there are others to ask."""
    having = Counter(pattern for update in updates for pattern in dict.fromkeys(update.patterns))
    members = len(updates)
    share = {
        count: float(aggregate((np.arange(members) < count)[:, None].astype(np.float64), np.ones(members), rule)[0])
        for count in set(having.values())
    }
    familiar = tuple(sorted(pattern for pattern, count in having.items() if share[count] > 0.0))
    return familiar, sorted(p for p, count in having.items() if count == 1 and members > 1)


def _profile(numbers: Floats) -> Profile:
    centre, spread = numbers[: len(COLUMNS)], numbers[len(COLUMNS) :]
    return Profile(centre, np.maximum(spread, profile.least_spread(centre)))


def _passing(scores: Floats) -> Floats:
    """The share of *scores* (n,) above each step of the ladder."""
    above = len(scores) - np.searchsorted(np.sort(scores), LADDER, side="right")
    shares: Floats = above / len(scores)
    return shares


def _group(usual: Profile, numbers: Floats, rows: int) -> Group:
    sticks, surprise = (Tail.of_ladder(part, rows) for part in np.split(numbers, 2))
    return Group(usual, sticks, surprise)


def _honest(number: int, member: int, update: Update) -> Update:
    del number, member
    return update
