"""Stretches: batches that follow each other, put to the rules as one.

Whether a row matches is a matter of that row alone, and which windows are full a matter of the rows' times. So both may
be asked once for the rows of many batches, which is what makes a recording quicker to read than a run. What a rule says
to each batch is then cut out of the answer, and the alerts are those of batches that come one by one.

Source: ours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.detectors.base import Batch
from twin.detectors.sigma_rules.correlate import Correlation, Round
from twin.detectors.sigma_rules.correlations.events import Hit
from twin.detectors.sigma_rules.fields import Source
from twin.detectors.sigma_rules.predicates import Predicate
from twin.detectors.sigma_rules.sieve import Sieve, SiftedRound
from twin.detectors.sigma_rules.view import Facts, View, Views


class Stretch:
    """*batches* in order of time, at least one, *sieve* that of the rules; *words*, *facts* as :class:`Views` has."""

    def __init__(self, batches: Sequence[Batch], words: Mapping[str, int], facts: Facts, sieve: Sieve) -> None:
        self._ends_us = [batch.to_us for batch in batches]
        self._edges = {
            table: np.cumsum([0, *(len(batch.tables[table]["time"]) for batch in batches)])
            for table in batches[0].tables
        }
        tables = {table: _joined([batch.tables[table] for batch in batches]) for table in batches[0].tables}
        whole = Batch(batches[0].from_us, batches[-1].to_us, tables, batches[0].names)
        views = Views(whole, words, facts)
        self._whole = SiftedRound(sieve.sifted(tables, views), views, whole)
        self.rounds: list[Round] = [_Cut(self, number, views, batch) for number, batch in enumerate(batches)]
        """One for each batch, in order."""
        self._found: dict[tuple[Source, int], tuple[View | None, Ints, list[int]]] = {}
        self._cut: dict[int, list[int]] = {}

    def busy(self, source: Source, match: Predicate | Correlation) -> list[int]:
        """Numbers of the batches in which there are rows or hits of *match*, ascending."""
        edges = self._edges_of(match) if isinstance(match, Correlation) else self._matches(source, match)[2]
        return np.diff(edges).nonzero()[0].tolist()

    def rows(self, number: int, source: Source, match: Predicate) -> tuple[View | None, Ints]:
        """The view of *source* over all batches, and which of its rows in batch *number* *match*, ascending."""
        view, rows, edges = self._matches(source, match)
        return view, rows[edges[number] : edges[number + 1]]

    def hits(self, number: int, correlation: Correlation) -> list[Hit]:
        """What *correlation* says to batch *number*; it takes all batches in at once, for its hits are the same."""
        edges = self._edges_of(correlation)
        return self._whole.hits(correlation)[edges[number] : edges[number + 1]]

    def _matches(self, source: Source, match: Predicate) -> tuple[View | None, Ints, list[int]]:
        key = (source, id(match))
        if key not in self._found:
            view, rows = self._whole.rows(source, match)
            places = rows if view is None else view.places()[rows]
            edges = self._edges.get(source.table, _NO_EDGES)
            self._found[key] = view, rows, np.searchsorted(places, edges).tolist()
        return self._found[key]

    def _edges_of(self, correlation: Correlation) -> list[int]:
        """Number of the first hit of each batch, and of all; a hit belongs to the first batch that ends after it."""
        if id(correlation) not in self._cut:
            times = [hit.time_us for hit in self._whole.hits(correlation)]
            self._cut[id(correlation)] = [0, *(bisect_left(times, end_us) for end_us in self._ends_us)]
        return self._cut[id(correlation)]


_NO_EDGES: Ints = np.zeros(1, dtype=np.int64)


class _Cut(Round):
    """The round of one batch, with rows of the whole stretch's views."""

    def __init__(self, stretch: Stretch, number: int, views: Views, batch: Batch) -> None:
        super().__init__(views, batch.names, batch.to_us)
        self._stretch, self._number = stretch, number

    def rows(self, source: Source, match: Predicate) -> tuple[View | None, Ints]:
        """As of any round."""
        return self._stretch.rows(self._number, source, match)

    def hits(self, correlation: Correlation) -> list[Hit]:
        """As of any round."""
        return self._stretch.hits(self._number, correlation)


def _joined(parts: Sequence[Columns]) -> Columns:
    """Rows of all *parts*, in order."""
    full = [part for part in parts if len(part["time"])] or parts[:1]
    return full[0] if len(full) == 1 else {name: np.concatenate([part[name] for part in full]) for name in full[0]}
