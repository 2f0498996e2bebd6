"""A store: the rows of one table, those that wait for their turn and those that are sealed.

A sealed row never moves, and a hash has seen it: the hash reads each row once, in order, whatever windows it came in.
Where the log has segments (:mod:`twin.core.segments`), a store holds only the rows of the segment that is filling; who
asks for earlier ones gets them read back.

Sources: FIPS 180-4 (SHA-256, which the processors of the last years compute themselves and read twice as fast as
BLAKE2).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import numpy as np

from twin.core.chance import Ints
from twin.core.names import Names
from twin.core.order import order_of
from twin.core.records import Table
from twin.core.rows import EMPTY, Array, Columns, Layout, OnDemand, Words
from twin.core.segments import Segments
from twin.core.units import Us

_FEW = 4
"""Rows of which one in so many is out of place are put right where they are, others copied in order."""


class Store:
    """Rows of one table. Names are coded by ``coded``."""

    def __init__(self, table: Table, coded: Names, segments: Segments | None = None) -> None:
        self.table, self.coded, self._segments = table, coded, segments
        self.kinds = {column.name: column.kind for column in table.columns}
        self.blank = {name: EMPTY[kind] for name, kind in self.kinds.items()}
        self.names = [name for name, kind in self.kinds.items() if kind == "name"]
        self.layout = Layout(table.columns)
        self.waiting: list[Words] = []
        self.singles: list[tuple[Any, ...]] = []
        self._chunks: list[Words] = []
        self._ends: list[int] = []
        self._written = 0
        self._hash = hashlib.sha256()

    @property
    def rows(self) -> int:
        """How many rows are sealed."""
        return self._ends[-1] if self._ends else self._first

    @property
    def _first(self) -> int:
        """Number of the first row that is held."""
        return self._written * self._segments.rows if self._segments else 0

    @property
    def hash(self) -> bytes:
        """Hash of all sealed rows."""
        return self._hash.digest()

    def block(self, columns: dict[str, Array | float | bool]) -> None:
        """Add rows as arrays of one length; scalars are spread."""
        rows = self.layout.blank(int(np.shape(columns["time"])[0]))
        records = self.layout.records(rows)
        for name, values in columns.items():
            records[name] = values
        self.waiting.append(rows)

    def seal(self, until_us: Us) -> None:
        """Put rows before *until_us* into order, for good; late rows wait on, in order."""
        rows = self._gather()
        if rows is None:
            return
        column = self.layout.columns(rows)
        time_us = column["time"].copy()
        order = order_of(time_us, [column[name] for name in self.table.tie])
        early = int(np.count_nonzero(time_us < until_us))
        if early < len(order):
            self.waiting.append(rows.take(order[early:], axis=0))
        if early:
            self._append(_arranged(rows, order[:early]))

    def since(self, start: int) -> Columns:
        """Sealed rows from row number *start* on, as views into them; what left memory column by column when asked."""
        if start < self._first:
            return OnDemand(self.layout.names, lambda name: self._column(name, start))
        parts = [rows for rows in self.parts(start) if len(rows)]
        if not parts:
            return self.layout.columns(self.layout.blank(0))
        rows = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if start == 0 and self._segments is None:  # who asks for all will ask again
            self._chunks, self._ends = [rows], [len(rows)]
        return self.layout.columns(rows)

    def parts(self, start: int = 0) -> Iterator[Words]:
        """The same, a segment or a chunk at a time."""
        if self._segments is not None:
            for number in range(start // self._segments.rows, self._written):
                rows = self._segments.read(self.table.name, self.layout, number)
                yield rows[max(0, start - number * self._segments.rows) :]
        for number in range(bisect_right(self._ends, start), len(self._ends)):
            rows = self._chunks[number]
            yield rows[max(0, start - self._ends[number] + len(rows)) :]

    def _column(self, name: str, start: int) -> Array:
        """One column of the rows from number *start* on, read back as far as they have left memory."""
        found = []
        if self._segments is not None:
            for number in range(start // self._segments.rows, self._written):
                column = self._segments.read_columns(self.table.name, number, [name])[name]
                found.append(column[max(0, start - number * self._segments.rows) :])
        found.extend(self.layout.records(rows)[name] for rows in self._chunks)
        return np.concatenate(found)

    def close(self) -> None:
        """Write the last segment, however short."""
        if self._segments is not None and self._chunks:
            self._segments.write(self.table.name, self.layout, self._written, self._chunks)

    def _gather(self) -> Words | None:
        if self.singles:
            self.waiting.append(self.layout.of_tuples(self.singles))
            self.singles = []
        if not self.waiting:
            return None
        blocks, self.waiting = self.waiting, []
        return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)

    def _append(self, rows: Words) -> None:
        self._hash.update(rows.data)
        end = self.rows + len(rows)
        self._chunks.append(rows)
        self._ends.append(end)
        if self._segments is not None and end - self._first >= self._segments.rows:
            self._spill(self._segments)

    def _spill(self, segments: Segments) -> None:
        """Write the segments that are full; what is left of the rows waits for the next."""
        while self.rows - self._first >= segments.rows:
            full, left, space = [], [], segments.rows
            for rows in self._chunks:
                full.append(rows[:space])
                left.append(rows[space:])
                space -= len(full[-1])
            segments.write(self.table.name, self.layout, self._written, [rows for rows in full if len(rows)])
            self._chunks, end = [rows for rows in left if len(rows)], self.rows
            self._written += 1
            self._ends = [end - sum(len(rows) for rows in self._chunks[n + 1 :]) for n in range(len(self._chunks))]


def _arranged(rows: Words, order: Ints) -> Words:
    """The *rows* at the places *order*. Where hardly any moves only those are copied, and the rest stays as it is."""
    count = len(order)
    moved = (order != np.arange(count)).nonzero()[0]
    if len(moved) * _FEW > count or (count and int(order[moved].max(initial=0)) >= count):
        return rows.take(order, axis=0)
    rows[moved] = rows[order[moved]]
    return rows[:count]
