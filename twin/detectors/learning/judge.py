"""Judge: a model made ready for one register, so that a batch costs a few array operations.

A row is accused when one of its two scores passes its group's threshold: by how many spreads its most unusual column
sticks out, or how surprising the forest finds the whole row. The false alarms that are allowed in a day are shared
equally among groups and scores, and each threshold is the score that benign rows pass that often.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.log import Columns
from twin.detectors.learning import profile
from twin.detectors.learning.features import DONE_TO, Features, Slice
from twin.detectors.learning.forest import Forest, squashed
from twin.detectors.learning.lessons import with_unfamiliar
from twin.detectors.learning.model import Group, Model
from twin.detectors.parts.register import Flags, among

CALM = 2.0
"""Rows that stick out nowhere by more spreads are not looked at by the forest: their surprise is 0 [judgement]."""
LEAST = (3.5, 3.0)
"""Least thresholds: spreads [Iglewicz and Hoaglin 1993], and nats, a leaf with a twentieth of all rows [judgement]."""
FEWEST_ROWS = 50
"""A group with fewer rows has not been seen enough to be held to its own tail alone [judgement]."""


class Scores(NamedTuple):
    """Of each row: how far each column sticks out (n, columns), the furthest of them, and the surprise (n,)."""

    spreads: Floats
    sticks: Floats
    surprise: Floats


class Judge:
    """A model's view of the groups of *features*, at *rate_per_day* false alarms a day."""

    def __init__(self, model: Model, features: Features, rate_per_day: float) -> None:
        self._features = features
        pooled = self._pooled(model)
        groups = [model.groups.get(name) for name in features.groups]
        profiles = [group.profile if group else pooled for group in groups]
        self._centre = np.stack([each.centre for each in profiles])
        self._spread = np.stack([each.spread for each in profiles])
        self.threshold = thresholds(model, features.groups, rate_per_day)
        self._familiar = np.unique(features.packed(model.patterns))
        self._forest = Forest.of(self._centre.shape[1])
        self._table = self._forest.surprise_of(model.masses)

    def scores(self, seen: Slice) -> tuple[Slice, Scores]:
        """*seen* with what is unfamiliar in it, and its scores."""
        full = with_unfamiliar(seen, ~among(seen.patterns, self._familiar))
        group = self._features.group_of(full.members)
        return full, scored(full.values, self._centre[group], self._spread[group], self._forest, self._table)

    def strange(self, flow: Columns, rows: Ints) -> Flags:
        """Which of the *rows* of *flow* have a pattern that nobody learned."""
        return ~among(self._features.patterns_of(flow, rows), self._familiar)

    def accused(self, seen: Slice, scores: Scores) -> tuple[Ints, Floats]:
        """Rows that pass a threshold, and by how many times they pass the one they pass most.

        Who only answers is not accused beside the accused who asked: the victim of a scan did nothing.
        """
        times = self.times(seen, scores)
        loud = times > 1.0
        if not loud.any():
            return loud.nonzero()[0], times[:0]
        done_to = scores.spreads[:, DONE_TO].max(axis=1) >= scores.sticks
        explained = np.zeros(len(loud), dtype=np.bool_)
        explained[seen.answerers[loud[seen.openers] & (seen.openers != seen.answerers)]] = True
        rows = np.flatnonzero(loud & ~(explained & done_to))
        return rows, times[rows]

    def times(self, seen: Slice, scores: Scores) -> Floats:
        """By how many times each row passes its threshold, or the one of both that it comes nearer to, (n,)."""
        threshold = self.threshold[self._features.group_of(seen.members)]
        passed: Floats = np.maximum(scores.sticks / threshold[:, 0], scores.surprise / threshold[:, 1])
        return passed

    @staticmethod
    def _pooled(model: Model) -> profile.Profile:
        """For a group that nobody has seen: the middle of all groups' centres, the widest of their spreads."""
        known = [group.profile for group in model.groups.values()]
        centre = np.median(np.stack([each.centre for each in known]), axis=0)
        return profile.Profile(centre, np.stack([each.spread for each in known]).max(axis=0))


def scored(values: Floats, centre: Floats, spread: Floats, forest: Forest, table: Floats) -> Scores:
    """Scores of rows *values* against their groups' *centre* and *spread*, all (n, columns)."""
    spreads = profile.stands_out(values, centre, spread)
    sticks = spreads.max(axis=1, initial=0.0)
    surprise = np.zeros(len(values))
    loud: Flags = sticks > CALM
    if loud.any():
        surprise[loud] = forest.surprise(squashed(spreads[loud]), table)
    return Scores(spreads, sticks, surprise)


def thresholds(model: Model, groups: tuple[str, ...], rate_per_day: float) -> Floats:
    """The two thresholds of each of *groups*, shape (groups, 2), never below ``LEAST``.

    A group that was seen too little, or never, has the highest of all.
    """
    budget = rate_per_day * model.days / (2.0 * len(model.groups))
    own = {name: _thresholds(group, budget) for name, group in model.groups.items()}
    seen_enough = [own[name] for name, group in model.groups.items() if group.sticks.rows >= FEWEST_ROWS]
    most = np.maximum(np.array([*seen_enough, LEAST]).max(axis=0), LEAST)
    rows = {name: group.sticks.rows for name, group in model.groups.items()}
    found = [np.maximum(own.get(name, LEAST), most if rows.get(name, 0) < FEWEST_ROWS else LEAST) for name in groups]
    return np.stack(found)


def _thresholds(group: Group, budget: float) -> tuple[float, float]:
    """Thresholds of both scores where *budget* rows of the group may pass each of them."""
    sticks, surprise = (tail.threshold(min(1.0, budget / tail.rows)) for tail in (group.sticks, group.surprise))
    return sticks, surprise
