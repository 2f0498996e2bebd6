"""Segments: sealed rows that leave memory for the disk as a run goes, so that memory does not grow with the horizon.

A segment is a Parquet file of a fixed number of rows of one table, so that the files, like the digest, do not depend on
windows. It holds the rows as the log does: whole numbers, delta-encoded, names as codes; the texts of each book's codes
are written beside them once, at the end. A million names would otherwise be spelt in every file.

A column of one value throughout is said once, in the file's own metadata under :data:`SAME`. What whoever wrote the
rows can derive again (a flow's identity from its stream and time) is left out by a :class:`Shorthand` of that table,
which puts it back on reading.

Sources: Apache Parquet format, Encodings.md (DELTA_BINARY_PACKED) and its key-value metadata; RFC 8878 (Zstandard).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from twin.core.names import Names
from twin.core.records import RECORDS, Book
from twin.core.rows import Array, Columns, Layout, Words

if TYPE_CHECKING:
    import pyarrow as pa

SEGMENT_ROWS = 1 << 18
"""Rows of a segment: some 30 MB of flows in memory while it fills, and columns long enough to be packed well."""
SAME = b"same"
"""Key of the columns that one value fills: a JSON object of the value's bits, as a whole number."""
_LEVEL = -5
"""A fast level of Zstandard: delta encoding has left it little to find."""
_PART = 1 << 11
"""Rows that are turned into columns at once: they stay in the processor's cache while every column is read."""
_BITS = {1: np.uint8, 4: np.uint32, 8: np.uint64}


class Shorthand(Protocol):
    """What one table's rows need not spell out; :meth:`extend` undoes :meth:`shorten` exactly, at any later time."""

    derived: frozenset[str]
    """Columns that are put back on reading."""
    needs: frozenset[str]
    """Columns, of the table and added, without which they cannot be."""

    def shorten(self, columns: Columns) -> None:
        """Overwrite what can be derived with what packs well, and add columns that say how to derive it."""

    def extend(self, columns: Columns) -> None:
        """Put back what was derived; added columns may stay."""


class Segments:
    """The segments of one log, under ``folder/<book>/<table>/``; ``shorthands`` are by table."""

    def __init__(self, folder: Path, rows: int = SEGMENT_ROWS) -> None:
        self.folder, self.rows = folder, rows
        self.shorthands: dict[str, Shorthand] = {}

    def files(self, table: str) -> list[Path]:
        """The segments of *table* so far, in order."""
        return sorted(self._place(table).glob("*.parquet"))

    def write(self, table: str, layout: Layout, number: int, parts: Sequence[Words]) -> Path:
        """Write the rows of *parts* as segment *number* of *table*."""
        import pyarrow.parquet as pq

        columns = in_columns(layout, parts)
        if table in self.shorthands:
            self.shorthands[table].shorten(columns)
        made = _packed(columns)
        path = self._place(table) / f"{number:06d}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        integers = [name for name in made.column_names if columns[name].dtype.kind == "i"]
        floats = [name for name in made.column_names if columns[name].dtype.kind == "f"]
        pq.write_table(
            made, path, compression="zstd", compression_level=_LEVEL, use_dictionary=floats,
            column_encoding=dict.fromkeys(integers, "DELTA_BINARY_PACKED"), write_statistics=["time"],
        )  # fmt: skip
        return path

    def read(self, table: str, layout: Layout, number: int) -> Words:
        """The rows of segment *number* of *table*."""
        columns = self.read_columns(table, number, layout.names)
        rows = layout.blank(len(columns["time"]))
        records = layout.records(rows)
        for name in layout.names:
            records[name] = columns[name]
        return rows

    def read_columns(self, table: str, number: int, names: Sequence[str]) -> Columns:
        """The columns *names* of segment *number* of *table*, and maybe others that had to be read for them."""
        import pyarrow.parquet as pq

        shorthand = self.shorthands.get(table)
        wanted = {"time", *names}
        if shorthand and wanted & shorthand.derived:
            wanted |= shorthand.derived | shorthand.needs
        found = pq.ParquetFile(self._place(table) / f"{number:06d}.parquet").read(columns=sorted(wanted))
        columns = {name: found.column(name).to_numpy().copy() for name in found.column_names}
        for name, (kind, value) in json.loads(found.schema.metadata[SAME]).items():
            if name in wanted:
                dtype = np.dtype(kind)
                columns[name] = np.full(found.num_rows, value, dtype=_BITS[dtype.itemsize]).view(dtype)
        if shorthand and wanted & shorthand.derived:
            shorthand.extend(columns)
        return columns

    def write_names(self, books: dict[Book, Names]) -> None:
        """Write the texts of each book's codes, in order of code."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        for book, names in books.items():
            path = self.folder / book / "names.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.table({"text": pa.array(names.texts, pa.string())}), path, compression="zstd")

    def _place(self, table: str) -> Path:
        return self.folder / RECORDS[table].book / table


def in_columns(layout: Layout, parts: Sequence[Words]) -> Columns:
    """The rows of *parts* as whole columns of their own, shape (n,) each."""
    count = sum(len(part) for part in parts)
    columns: Columns = {name: np.empty(count, dtype=layout.dtype[name]) for name in layout.names}
    at = 0
    for part in parts:
        for start in range(0, len(part), _PART):
            records = layout.records(part[start : start + _PART])
            for name, column in columns.items():
                column[at : at + len(records)] = records[name]
            at += len(records)
    return columns


def _packed(columns: Columns) -> pa.Table:
    """*columns* without those of one value (but for the time, which says how many rows there are)."""
    import pyarrow as pa

    same = {name: _only_bits(values) for name, values in columns.items() if name != "time"}
    said = {name: (columns[name].dtype.str, bits) for name, bits in same.items() if bits is not None}
    kept = {name: values for name, values in columns.items() if name not in said}
    return pa.table(kept, metadata={SAME: json.dumps(said).encode()})


def _only_bits(values: Array) -> int | None:
    """The bits of the one value that fills *values*, which hold at least one; None where there are several."""
    bits = values.view(_BITS[values.itemsize])
    return int(bits[0]) if bits[0] == bits[-1] and bool((bits == bits[0]).all()) else None
