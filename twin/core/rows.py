"""Rows: how a table lies in memory, one row of whole 64-bit words after the other.

A row is a C struct: columns of eight bytes first, then those of four and of one, and zeros up to the next whole word.
Rows as an array of words, shape (n, words), are moved, joined, put into order and hashed by one call for the whole row
instead of one a column, and a column is a view into them that copies nothing. For the windows of a hub, a few hundred
rows each, the number of calls is the cost; for a million rows it is the number of cache lines, and a row is two.

Sources: D. Abadi, S. Madden, N. Hachem, Column-stores vs. row-stores: how different are they really?, SIGMOD 2008 (rows
where they are written, columns where they are read: Parquet is the columns).
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Sequence, ValuesView
from typing import Any

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.core.records import DTYPES, Column, Kind

Array = npt.NDArray[Any]
Columns = dict[str, Array]
Words = Ints
"""Rows, shape (n, words)."""

EMPTY: dict[Kind, Any] = {"us": 0, "int": 0, "id": 0, "float": float("nan"), "name": 0, "bool": False}
_WORD_BYTES = 8


class OnDemand(Columns):
    """Columns of which each is read when it is first asked for: who counts bytes does not wait for names."""

    def __init__(self, names: Sequence[str], read: Callable[[str], Array]) -> None:
        super().__init__()
        self._names, self._read = tuple(names), read

    def __missing__(self, name: str) -> Array:
        if name not in self._names:
            raise KeyError(name)
        found = self[name] = self._read(name)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def keys(self) -> Any:
        """The names of all columns, read or not."""
        return KeysView(self)

    def items(self) -> Any:
        """Names and columns; reads them all."""
        return ItemsView(self)

    def values(self) -> Any:
        """The columns; reads them all."""
        return ValuesView(self)


class Layout:
    """Where each column of a table lies in a row of ``words`` 64-bit words."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.names = tuple(column.name for column in columns)
        wide_first = sorted(columns, key=lambda column: -DTYPES[column.kind].itemsize)
        fields: list[tuple[str, Any]] = [(column.name, DTYPES[column.kind]) for column in wide_first]
        rest = -sum(DTYPES[column.kind].itemsize for column in columns) % _WORD_BYTES
        self.dtype = np.dtype(fields + ([("", f"V{rest}")] if rest else []))
        self.words = self.dtype.itemsize // _WORD_BYTES
        self._dtypes = {column.name: DTYPES[column.kind] for column in columns}
        self._blank: Words = np.zeros((1, self.words), dtype=np.int64)
        for column in columns:
            self.records(self._blank)[column.name] = EMPTY[column.kind]

    def blank(self, count: int) -> Words:
        """*count* empty rows."""
        rows: Words = np.empty((count, self.words), dtype=np.int64)
        rows[:] = self._blank
        return rows

    def records(self, rows: Words) -> Array:
        """*rows* as an array of structs, shape (n,): a view, by which columns are read and written."""
        found: Array = rows.view(self.dtype)[:, 0]
        return found

    def columns(self, rows: Words) -> Columns:
        """Every column of *rows*, as views."""
        records = self.records(rows)
        return {name: records[name] for name in self.names}

    def of_tuples(self, tuples: Sequence[tuple[Any, ...]]) -> Words:
        """Rows of *tuples*, which hold the values in the order of ``names``."""
        rows = self.blank(len(tuples))
        records = self.records(rows)
        for name, values in zip(self.names, zip(*tuples, strict=True), strict=True):
            records[name] = np.array(values, dtype=self._dtypes[name])
        return rows
