"""Staging: records on their way to disk, a batch at a time, so that memory holds a batch and not a capture.

What comes out of a file comes in the file's order, and monitors write a conversation down when it ends. Sorting by
start and joining what was said to who said it is therefore left to DuckDB, which spills to disk
(:mod:`twin.lab.importers.parts.ordering`).

Sources: Apache Parquet format.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from twin.lab.importers.base import Record
from twin.lab.importers.parts.columns import Block
from twin.lab.importers.parts.records import FlowRecord, KeptRecord, ReadingRecord

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 20_000
FLOWS, READINGS, BESIDE = "flows", "readings", "beside"
_FLOW_COLUMNS = tuple(name for name in FlowRecord._fields if name not in ("missing", "fields", "file"))
_WHOLE = {
    "part", "rank", "line", "time", "src_port", "dst_port", "duration_us", "bytes_out", "bytes_in", "packets_out",
    "packets_in", "sequence",
}  # fmt: skip
_COLUMNS: dict[str, tuple[str, ...]] = {
    FLOWS: _FLOW_COLUMNS, READINGS: ReadingRecord._fields, BESIDE: KeptRecord._fields,
}  # fmt: skip


class Staging:
    """Three files under *folder*: flows, readings, and what is kept beside them; made when they get a row."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _COLUMNS}
        self._writers: dict[str, Any] = {}
        self.written = dict.fromkeys(_COLUMNS, 0)

    def __enter__(self) -> Self:
        """Nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Write what waits, and close."""
        for name in _COLUMNS:
            self._flush(name)
        for writer in self._writers.values():
            writer.close()

    def path(self, name: str) -> Path:
        """The file of one of the three."""
        return self._folder / f"{name}.parquet"

    def add(self, records: Iterable[Record | Block]) -> None:
        """Write *records*; a flow's fields without a column go beside it."""
        for record in records:
            if isinstance(record, Block):
                self._add_block(record)
            elif isinstance(record, FlowRecord):
                self._add(FLOWS, record[:-3])
                if record.fields or record.missing:
                    self._add(BESIDE, (record.time, record.flow, record.log, record.line, *record[-3:]))
            else:
                self._add(READINGS if isinstance(record, ReadingRecord) else BESIDE, record)

    def _add(self, name: str, row: tuple[Any, ...]) -> None:
        rows = self._rows[name]
        rows.append(row)
        if len(rows) >= BATCH:
            self._flush(name)

    def _add_block(self, block: Block) -> None:
        for name, table in ((FLOWS, block.flows), (BESIDE, block.beside)):
            if table is not None and len(table):
                self._write(name, _whole(_COLUMNS[name], table))

    def _flush(self, name: str) -> None:
        rows, self._rows[name] = self._rows[name], []
        if rows:
            self._write(name, _table(_COLUMNS[name], rows))

    def _write(self, name: str, table: pa.Table) -> None:
        import pyarrow.parquet as pq

        if name not in self._writers:
            squeeze = "zstd" if name == BESIDE else "lz4"  # the other two are read once and thrown away
            self._writers[name] = pq.ParquetWriter(self.path(name), table.schema, compression=squeeze)
        self._writers[name].write_table(table)
        self.written[name] += len(table)


def _table(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> pa.Table:
    import pyarrow as pa

    values = zip(*rows, strict=True)
    return pa.table({name: _array(name, list(column)) for name, column in zip(columns, values, strict=True)})


def _whole(columns: tuple[str, ...], table: pa.Table) -> pa.Table:
    """*table* with all *columns*, in their order and of their types; those that it lacks have their usual value."""
    import pyarrow as pa

    usual = FlowRecord._field_defaults
    found = {
        name: table.column(name).cast(_type(name)) if name in table.column_names
        else pa.repeat(pa.scalar(usual[name], _type(name)), len(table)) for name in columns
    }  # fmt: skip
    return pa.table(found)


def _type(name: str) -> pa.DataType:
    import pyarrow as pa

    known = {"flow": pa.uint64(), "value": pa.float64()}
    return known.get(name) or (pa.int64() if name in _WHOLE else pa.string())


def _array(name: str, values: list[Any]) -> pa.Array:
    import pyarrow as pa

    kind = _type(name)
    if kind != pa.string():
        return pa.array(values, kind)
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can write and UTF-8 cannot
        return pa.array([text.encode("utf-8", "replace").decode() for text in values], pa.string())
