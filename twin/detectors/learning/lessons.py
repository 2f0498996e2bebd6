"""Lessons: rows of benign time, kept until something is learned from them.

Rows come in **folds**: a day, a seed, a quarter of the time of learning. A pattern that only one fold has would have
been unfamiliar to who learned from the other folds, so it counts as unfamiliar in that fold. Otherwise nothing in the
lessons would ever be unfamiliar, and the first new thing on a benign day would be an alarm.

Sources: leave-one-out cross-validation, M. Stone, J. R. Stat. Soc. B 36 (1974) 111-147.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from twin.core import elementary
from twin.core.chance import Ints
from twin.detectors.learning.features import UNFAMILIAR, UNFAMILIAR_ASKERS, Features, Slice
from twin.detectors.parts.register import Flags

MOST_ROWS = 2_000_000


@dataclass(frozen=True)
class Lessons:
    """Rows of many slices, one below the other; ``fold`` and ``group`` (n,), the rest as in a slice."""

    seen: Slice
    fold: Ints
    group: Ints

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.fold)

    def of_members(self, mine: Flags) -> Lessons:
        """The lessons of those who are *mine* (by number in the register): their rows, and the patterns they open."""
        keep = mine[self.seen.members]
        place = np.cumsum(keep) - 1
        kept = keep[self.seen.openers]
        answers = keep[self.seen.answerers]
        part = Slice(
            self.seen.members[keep], self.seen.values[keep], self.seen.patterns[kept], self.seen.counts[kept],
            place[self.seen.openers[kept]], np.where(answers[kept], place[self.seen.answerers[kept]], -1),
        )  # fmt: skip
        return Lessons(part, self.fold[keep], self.group[keep])

    @cached_property
    def patterns(self) -> Ints:
        """Every pattern, sorted."""
        return np.unique(self.seen.patterns)

    def rare(self) -> Ints:
        """Patterns that one fold alone has, sorted; none where there is one fold only."""
        if self.rows == 0 or self.fold.min() == self.fold.max():
            return np.empty(0, dtype=np.int64)
        both = np.unique(np.stack([self.seen.patterns, self.fold[self.seen.openers]]), axis=1)
        pattern, folds = np.unique(both[0], return_counts=True)
        rare: Ints = pattern[folds == 1]
        return rare

    def with_unfamiliar(self, strange: Flags) -> Lessons:
        """The same with the columns of unfamiliar patterns, *strange* (m,) saying which patterns' rows are so."""
        return replace(self, seen=with_unfamiliar(self.seen, strange))

    def in_terms_of(self, mine: Features, other: Features) -> Lessons:
        """The same with its patterns as *other* codes them, *mine* being the features they were taken with."""
        unique, place = np.unique(self.seen.patterns, return_inverse=True)
        return replace(self, seen=self.seen._replace(patterns=other.packed(mine.spelt(unique))[place]))


def with_unfamiliar(seen: Slice, strange: Flags) -> Slice:
    """*seen* with its two columns of unfamiliar flows filled in, *strange* (m,) saying which patterns are."""
    if not strange.any():
        return seen
    values = seen.values.copy()
    for column, ends in ((UNFAMILIAR, seen.openers), (UNFAMILIAR_ASKERS, seen.answerers)):
        here = strange & (ends >= 0)
        flows = np.bincount(ends[here], seen.counts[here].astype(np.float64), len(values)).astype(np.float64)
        values[:, column] = elementary.log(1.0 + flows)
    return seen._replace(values=values)


def joined(parts: Sequence[Lessons]) -> Lessons:
    """Many lessons in the same terms as one, each of *parts* a fold of its own."""
    first = np.cumsum([0, *(part.rows for part in parts)])[:-1].tolist()
    moved = [
        part.seen._replace(openers=part.seen.openers + at, answerers=part.seen.answerers + at)
        for at, part in zip(first, parts, strict=True)
    ]
    fold = np.repeat(np.arange(len(parts)), [part.rows for part in parts])
    seen = Slice(*(np.concatenate(columns) for columns in zip(*moved, strict=True)))
    return Lessons(seen, fold, np.concatenate([part.group for part in parts]))


class Notebook:
    """Where slices are written down while they come, at most ``MOST_ROWS`` rows; what comes later is not."""

    def __init__(self, features: Features) -> None:
        self._features = features
        self._slices: list[Slice] = []
        self._folds: list[Ints] = []
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def write(self, seen: Slice, fold: int) -> None:
        """Write *seen* down as part of *fold*."""
        if len(seen.members) == 0 or self._rows + len(seen.members) > MOST_ROWS:
            return
        moved = seen._replace(openers=seen.openers + self._rows, answerers=seen.answerers + self._rows)
        self._slices.append(moved)
        self._folds.append(np.full(len(seen.members), fold, dtype=np.int64))
        self._rows += len(seen.members)

    def lessons(self) -> Lessons:
        """Everything that was written down; at least one slice was."""
        seen = Slice(*(np.concatenate(parts) for parts in zip(*self._slices, strict=True)))
        return Lessons(seen, np.concatenate(self._folds), self._features.group_of(seen.members))
