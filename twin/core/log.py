"""The log: columns from birth, in two books, with a digest of its content.

Rows come in two ways: ``block`` takes arrays (a cohort's window) and ``one`` takes a row (an event). Both wait in their
table until :meth:`Log.seal` puts everything before a time into order: by time, then by the table's tie columns, then by
writing. A sealed row never moves, so a detector can read on from where it stopped.

Each book codes its texts in a table of names of its own. Who reads one book can therefore not meet a word that only the
other has said (the name of an attack's step), and a code means nothing outside its book: join by text, or by a flow's
identity.

The digest is over content, not over chunks: each column hashes its own bytes as they are sealed, and the end result
hashes all columns with the tables of names. Windows, seal times and file layout therefore leave it alone.

Sources: Apache Parquet format (delta encoding of integers, dictionary pages); BLAKE2, RFC 7693.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from twin.core.names import Names
from twin.core.records import DTYPES, RECORDS, Book, Table
from twin.core.units import Us

if TYPE_CHECKING:
    import pyarrow as pa

Array = npt.NDArray[Any]
Columns = dict[str, Array]

_EMPTY: dict[str, Any] = {"us": 0, "int": 0, "id": 0, "float": float("nan"), "name": 0, "bool": False}


class _Store:
    """Rows of one table: waiting, then sealed."""

    def __init__(self, table: Table, coded: Names) -> None:
        self.table, self.coded = table, coded
        self.kinds = {column.name: column.kind for column in table.columns}
        self.blank = {name: _EMPTY[kind] for name, kind in self.kinds.items()}
        self.names = [name for name, kind in self.kinds.items() if kind == "name"]
        self.layout = [(name, DTYPES[kind], _EMPTY[kind]) for name, kind in self.kinds.items()]
        self.waiting: list[Columns] = []
        self.singles: list[tuple[Any, ...]] = []
        self.chunks: list[Columns] = []
        self.ends: list[int] = []
        self.hashes = {name: hashlib.blake2b(digest_size=16) for name in self.kinds}

    @property
    def rows(self) -> int:
        return self.ends[-1] if self.ends else 0

    def _gather(self) -> Columns | None:
        if self.singles:
            fields = zip(*self.singles, strict=True)
            self.waiting.append(
                {
                    name: np.array(field, dtype=DTYPES[kind])
                    for (name, kind), field in zip(self.kinds.items(), fields, strict=True)
                }
            )
            self.singles = []
        if not self.waiting:
            return None
        blocks, self.waiting = self.waiting, []
        if len(blocks) == 1:
            return blocks[0]
        return {name: np.concatenate([block[name] for block in blocks]) for name in self.kinds}

    def seal(self, until_us: Us) -> None:
        """Put rows before *until_us* into order, for good; late rows wait on, in order."""
        rows = self._gather()
        if rows is None:
            return
        order = np.lexsort([rows[name] for name in reversed(self.table.tie)] + [rows["time"]])
        early = int(np.count_nonzero(rows["time"] < until_us))
        if early < len(order):
            self.waiting.append(_picked(rows, order[early:]))
        if early:
            self._append(_picked(rows, order[:early]))

    def _append(self, rows: Columns) -> None:
        self.chunks.append(rows)
        self.ends.append(self.rows + len(rows["time"]))
        for name, values in rows.items():
            self.hashes[name].update(values.data)

    def since(self, start: int) -> Columns:
        """Sealed rows from row number *start* on."""
        first = bisect_right(self.ends, start)
        parts = self.chunks[first:]
        skip = start - (self.ends[first - 1] if first else 0)
        if len(parts) == 1:
            return {name: values[skip:] for name, values in parts[0].items()}
        return {
            name: np.concatenate([part[name] for part in parts])[skip:] if parts else np.empty(0, DTYPES[kind])
            for name, kind in self.kinds.items()
        }


def _picked(rows: Columns, order: Array) -> Columns:
    return {name: values.take(order) for name, values in rows.items()}


class Log:
    """What one run wrote, and the only thing that anything is computed from."""

    def __init__(self, names: Names | None = None) -> None:
        self.names = Names() if names is None else names
        """Texts of the observed book."""
        self.truth_names = Names()
        """Texts of the truth book."""
        self._books: dict[Book, Names] = {"observed": self.names, "truth": self.truth_names}
        self._stores = {name: _Store(table, self._books[table.book]) for name, table in RECORDS.items()}

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
        count = int(np.shape(columns["time"])[0])
        if count == 0:
            return
        rows: Columns = {}
        for name, dtype, empty in store.layout:
            rows[name] = _column(columns.pop(name, empty), dtype, count)
        if columns:
            raise KeyError(f"{table} has no column {sorted(columns)}")
        store.waiting.append(rows)

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

    def seal(self, until_us: Us) -> None:
        """Put every row before *until_us* into order; it can be read from then on."""
        for store in self._stores.values():
            if store.waiting or store.singles:
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
        total = hashlib.blake2b(digest_size=16)
        for name, store in sorted(self._stores.items()):
            if book in (None, store.table.book):
                for column, part in store.hashes.items():
                    total.update(f"{name}.{column}:{store.rows}:".encode() + part.digest())
        for name, coded in self._books.items():
            if book in (None, name):
                total.update("\0".join([name, str(len(coded)), *coded.texts]).encode())
        return total.hexdigest()

    def table(self, name: str) -> pa.Table:
        """Sealed rows as an Arrow table: times int64 microseconds, names as dictionaries."""
        import pyarrow as pa

        arrays = {}
        rows = self.since(name)
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

    def write(self, folder: Path) -> list[Path]:
        """Write ``observed/*.parquet`` and ``truth/*.parquet`` under *folder*."""
        from twin.core.parquet import write_table

        written = []
        for name, table in RECORDS.items():
            path = folder / table.book / f"{name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_table(self.table(name), path)
            written.append(path)
        return written


def _column(value: Array | float | bool, dtype: np.dtype[Any], count: int) -> Array:
    """*value* as a column of *count* rows."""
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        return np.full(count, value, dtype)
    column = value if value.dtype == dtype else value.astype(dtype)
    return column if len(column) == count else np.broadcast_to(column, count)
