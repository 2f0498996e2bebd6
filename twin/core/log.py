"""The log: columns from birth, in two books, with a digest of its content.

Rows come in two ways: ``block`` takes arrays (a cohort's window) and ``one`` takes a row (an event). Both wait in their
table until :meth:`Log.seal` puts everything before a time into order: by time, then by the table's tie columns, then by
writing. A sealed row never moves, so a detector can read on from where it stopped.

Each book codes its texts in a table of names of its own. Who reads one book can therefore not meet a word that only the
other has said (the name of an attack's step), and a code means nothing outside its book: join by text, or by a flow's
identity.

The digest is over content, not over chunks: each table hashes its rows as they are sealed, one after the other, and the
end result hashes all tables with the tables of names. Windows, seal times and file layout therefore leave it alone.

Sources: Apache Parquet format (delta encoding of integers, dictionary pages); FIPS 180-4 (SHA-256, of whose 256 bits
the first 128 are kept).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from twin.core.names import Names
from twin.core.records import RECORDS, Book
from twin.core.rows import Array, Columns, Layout, Words
from twin.core.segments import Segments
from twin.core.store import Store
from twin.core.units import Us

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Array", "Columns", "Log", "Words"]


_DIGEST_DIGITS = 32


class Log:
    """What one run wrote, and the only thing that anything is computed from."""

    def __init__(self, names: Names | None = None, segments: Segments | None = None) -> None:
        """With *segments* rows leave memory as they are sealed; :meth:`close` it at the end."""
        self.names = Names() if names is None else names
        """Texts of the observed book."""
        self.truth_names = Names()
        """Texts of the truth book."""
        self._books: dict[Book, Names] = {"observed": self.names, "truth": self.truth_names}
        self.segments = segments
        self._stores = {name: Store(table, self._books[table.book], segments) for name, table in RECORDS.items()}

    def code(self, text: str) -> int:
        """The code of *text* in the observed book."""
        return self.names.code(text)

    def names_of(self, table: str) -> Names:
        """The names by which *table* is coded: those of its book."""
        return self._stores[table].coded

    def block(self, table: str, **columns: Array | float | bool) -> None:
        """Add rows as arrays of one length; scalars are spread, columns left out are empty.

        Names are codes of the table's book here (integers). ``time`` must be an array.
        """
        store = self._stores[table]
        if unknown := columns.keys() - store.kinds.keys():
            raise KeyError(f"{table} has no column {sorted(unknown)}")
        if np.size(columns["time"]):
            store.block(columns)

    def layout(self, table: str) -> Layout:
        """How the rows of *table* lie in memory, for who packs them himself."""
        return self._stores[table].layout

    def packed(self, table: str, rows: Words) -> None:
        """Add rows that are packed already, shape (n, words); names are codes. They are the log's from now on."""
        if len(rows):
            self._stores[table].waiting.append(rows)

    def row(self, table: str, values: tuple[Any, ...]) -> None:
        """Add one row: a value for each column, in order; names are codes."""
        self._stores[table].singles.append(values)

    def one(self, table: str, **fields: Any) -> None:
        """Add one row; texts are coded here, columns left out are empty."""
        store = self._stores[table]
        row = store.blank | fields
        if len(row) > len(store.blank):
            raise KeyError(f"{table} has no column {sorted(fields.keys() - store.blank.keys())}")
        for name in store.names:
            if isinstance(row[name], str):
                row[name] = store.coded.code(row[name])
        store.singles.append(tuple(row.values()))

    def seal(self, until_us: Us, book: Book | None = None) -> None:
        """Put every row before *until_us*, of both books or of one, into order; it can be read from then on."""
        for store in self._stores.values():
            if (store.waiting or store.singles) and book in (None, store.table.book):
                store.seal(until_us)

    def rows(self, table: str) -> int:
        """How many sealed rows *table* has."""
        return self._stores[table].rows

    def since(self, table: str, start: int = 0) -> Columns:
        """Sealed rows of *table* from row number *start* on, as arrays; names are codes."""
        return self._stores[table].since(start)

    def texts(self, table: str, column: str) -> list[str]:
        """One name column, as texts."""
        texts = self.names_of(table).texts
        return [texts[code] for code in self.since(table)[column]]

    def records(self, table: str) -> list[dict[str, Any]]:
        """Rows as dictionaries with texts: for small tables and for reading, never for loops over flows."""
        columns = {name: self._plain(table, name, values) for name, values in self.since(table).items()}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def _plain(self, table: str, name: str, values: Array) -> list[Any]:
        if self._stores[table].kinds[name] == "name":
            return [self.names_of(table).texts[code] for code in values]
        plain: list[Any] = values.tolist()
        return plain

    def digest(self, book: Book | None = None) -> str:
        """Hash of the content of both books, or of one."""
        total = hashlib.sha256()
        for name, store in sorted(self._stores.items()):
            if book in (None, store.table.book):
                total.update(f"{name}({','.join(store.kinds)}):{store.rows}:".encode() + store.hash)
        for name, coded in self._books.items():
            if book in (None, name):
                total.update("\0".join([name, str(len(coded)), *coded.texts]).encode())
        return total.hexdigest()[:_DIGEST_DIGITS]

    def close(self) -> None:
        """Write what the last segments still hold, and the names; nothing may be added after."""
        if self.segments is None:
            return
        for store in self._stores.values():
            store.close()
        self.segments.write_names(self._books)

    def table(self, name: str) -> pa.Table:
        """Sealed rows as an Arrow table: times int64 microseconds, names as dictionaries."""
        return self._arrow(name, self.since(name))

    def write(self, folder: Path) -> list[Path]:
        """Write ``observed/*.parquet`` and ``truth/*.parquet`` under *folder*, a segment at a time if there are any."""
        from twin.core.parquet import write_tables

        written = []
        for name, table in RECORDS.items():
            path = folder / table.book / f"{name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_tables(self._tables(name), path)
            written.append(path)
        return written

    def _tables(self, name: str) -> Iterator[pa.Table]:
        """The rows of a table as Arrow tables, one of all rows, or one a segment."""
        store = self._stores[name]
        if self.segments is None or not store.rows:
            yield self.table(name)
            return
        for rows in store.parts():
            yield self._arrow(name, store.layout.columns(rows))

    def _arrow(self, name: str, rows: Columns) -> pa.Table:
        import pyarrow as pa

        arrays = {}
        for column, kind in self._stores[name].kinds.items():
            arrays[column] = self._spelt(name, rows[column]) if kind == "name" else pa.array(rows[column])
        return pa.table(arrays)

    def _spelt(self, table: str, codes: Array) -> pa.DictionaryArray:
        """A name column with a dictionary of its own: the book's other names stay out of it."""
        import pyarrow as pa

        used, index = np.unique(codes, return_inverse=True)
        coded = self.names_of(table)
        texts = pa.array([coded.text(code) for code in used], pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), texts)
