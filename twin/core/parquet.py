"""Parquet: how a table of the log lies on disk.

Integers are delta-encoded, names are dictionaries, everything is zstd-compressed; a file never holds a date of writing,
so that equal logs give equal files.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def write_table(table: pa.Table, path: Path) -> None:
    """Write *table* to *path*: a whole file or none (written beside it, then renamed)."""
    write_tables([table], path)


def write_tables(tables: Iterable[pa.Table], path: Path) -> None:
    """Write *tables*, at least one and all of one schema, one after the other to *path*, each as a row group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    part, following = path.with_suffix(".part"), iter(tables)
    first = next(following)
    names = [field.name for field in first.schema if pa.types.is_dictionary(field.type)]
    integers = [field.name for field in first.schema if pa.types.is_integer(field.type)]
    encoding = dict.fromkeys(integers, "DELTA_BINARY_PACKED")
    with pq.ParquetWriter(
        part, first.schema, compression="zstd", use_dictionary=names, column_encoding=encoding, write_statistics=True
    ) as writer:
        for table in chain([first], following):
            writer.write_table(table)
    part.replace(path)
