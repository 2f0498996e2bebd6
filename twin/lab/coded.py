"""Coded columns: batches of a recording as the arrays that detectors read, names as codes of one table.

Sources: none; the columns are those of :mod:`twin.core.records`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twin.core.log import Columns
from twin.core.names import Names
from twin.core.records import DTYPES, RECORDS

if TYPE_CHECKING:
    import pyarrow as pa


def coded_columns(table: str, batch: pa.RecordBatch, names: Names) -> Columns:
    """The columns of *batch*, rows of *table*, shape (n,) each; new names are coded in *names*."""
    import pyarrow as pa

    found: Columns = {}
    for column in RECORDS[table].columns:
        values = batch.column(column.name)
        if column.kind == "name":
            if not pa.types.is_dictionary(values.type):
                values = values.dictionary_encode()
            codes = names.codes(text or "" for text in values.dictionary.to_pylist())
            found[column.name] = codes[values.indices.to_numpy()].astype(DTYPES["name"])
        else:
            found[column.name] = values.to_numpy(zero_copy_only=False).astype(DTYPES[column.kind], copy=False)
    return found


def whole_table(table: str, batch: pa.RecordBatch) -> pa.Table:
    """*batch* with every column of *table* in its place and of its type; columns that it lacks are empty."""
    import pyarrow as pa

    types = {"us": pa.int64(), "int": pa.int64(), "id": pa.uint64(), "float": pa.float64(), "name": pa.string(),
             "bool": pa.bool_()}  # fmt: skip
    empty = {"us": 0, "int": 0, "id": 0, "float": float("nan"), "name": "", "bool": False}
    found = {}
    for column in RECORDS[table].columns:
        there = batch.schema.get_field_index(column.name) >= 0
        kind = types[column.kind]
        found[column.name] = (
            batch.column(column.name).cast(kind) if there else pa.array([empty[column.kind]] * len(batch), kind)
        )
    return pa.table(found)


def empty_columns(table: str) -> Columns:
    """No row of *table*."""
    return {column.name: np.empty(0, DTYPES[column.kind]) for column in RECORDS[table].columns}
