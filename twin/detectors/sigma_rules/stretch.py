"""Stretches: batches that follow each other, put to the rules as one.

Whether a row matches is a matter of that row alone, so it may be asked once for the rows of many batches, which is what
makes a recording quicker to read than a run. What a rule says to each batch is then cut out of the answer: hits,
windows and alerts are those of batches that come one by one.

Source: ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.core.names import Names
from twin.core.units import Us
from twin.detectors.base import Batch
from twin.detectors.sigma_rules.correlate import Round
from twin.detectors.sigma_rules.fields import Source
from twin.detectors.sigma_rules.predicates import Predicate
from twin.detectors.sigma_rules.view import Facts, View, Views

_NO_ROWS: Ints = np.empty(0, dtype=np.int64)


class Stretch:
    """*batches* in order of time, at least one; *words* and *facts* as :class:`Views` has them."""

    def __init__(self, batches: Sequence[Batch], words: Mapping[str, int], facts: Facts) -> None:
        self._batches = batches
        self._edges = {
            table: np.cumsum([0, *(len(batch.tables[table]["time"]) for batch in batches)])
            for table in batches[0].tables
        }
        tables = {table: _joined([batch.tables[table] for batch in batches]) for table in batches[0].tables}
        whole = Batch(batches[0].from_us, batches[-1].to_us, tables, batches[0].names)
        self._views = Views(whole, words, facts)
        self._found: dict[tuple[Source, int], tuple[View | None, Ints, list[int]]] = {}

    def rounds(self) -> Iterator[Round]:
        """One for each batch, in order."""
        for number, batch in enumerate(self._batches):
            yield _Cut(self, number, self._views, batch.names, batch.to_us)

    def rows(self, number: int, source: Source, match: Predicate) -> tuple[View | None, Ints]:
        """The view of *source* over all batches, and which of its rows in batch *number* *match*, ascending."""
        key = (source, id(match))
        if key not in self._found:
            self._found[key] = self._matches(source, match)
        view, rows, edges = self._found[key]
        return view, rows[edges[number] : edges[number + 1]]

    def _matches(self, source: Source, match: Predicate) -> tuple[View | None, Ints, list[int]]:
        view = self._views.of(source)
        if view is None:
            return None, _NO_ROWS, [0] * (len(self._batches) + 1)
        rows = match(view).nonzero()[0]
        return view, rows, np.searchsorted(view.places()[rows], self._edges[source.table]).tolist()


class _Cut(Round):
    """The round of one batch, with rows of the whole stretch's views."""

    def __init__(self, stretch: Stretch, number: int, views: Views, names: Names, to_us: Us) -> None:
        super().__init__(views, names, to_us)
        self._stretch, self._number = stretch, number

    def rows(self, source: Source, match: Predicate) -> tuple[View | None, Ints]:
        """As of any round."""
        return self._stretch.rows(self._number, source, match)


def _joined(parts: Sequence[Columns]) -> Columns:
    """Rows of all *parts*, in order."""
    full = [part for part in parts if len(part["time"])] or parts[:1]
    return full[0] if len(full) == 1 else {name: np.concatenate([part[name] for part in full]) for name in full[0]}
