"""Parquet: how a table of the log lies on disk.

Integers are delta-encoded, names are dictionaries, everything is zstd-compressed; a file never holds a date of writing,
so that equal logs give equal files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def write_table(table: pa.Table, path: Path) -> None:
    """Write *table* to *path*: a whole file or none (written beside it, then renamed)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    integers = [field.name for field in table.schema if pa.types.is_integer(field.type)]
    part = path.with_suffix(".part")
    pq.write_table(
        table,
        part,
        compression="zstd",
        use_dictionary=names,
        column_encoding=dict.fromkeys(integers, "DELTA_BINARY_PACKED"),
        write_statistics=True,
    )
    part.replace(path)
