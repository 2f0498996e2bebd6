"""Packed rows: every column is read back as it was written, whatever lies beside it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from twin.core.records import DTYPES, RECORDS, Table
from twin.core.rows import EMPTY, Layout


@pytest.mark.parametrize("table", RECORDS.values(), ids=str)
def test_a_row_is_whole_words_with_every_column_on_its_own_boundary(table: Table) -> None:
    """No column is read across a boundary of its size, and none shares a byte with another."""
    layout, taken = Layout(table.columns), set[int]()
    assert layout.dtype.itemsize == 8 * layout.words
    for column in table.columns:
        _, offset = layout.dtype.fields[column.name][:2]
        size = DTYPES[column.kind].itemsize
        assert offset % size == 0
        assert taken.isdisjoint(range(offset, offset + size))
        taken.update(range(offset, offset + size))


def test_an_empty_row_is_empty_in_every_column_and_zero_between_them() -> None:
    """What no column covers is zero, so that equal rows have equal bytes."""
    for table in RECORDS.values():
        layout = Layout(table.columns)
        first, second = layout.blank(2)
        assert first.tobytes() == second.tobytes()
        for column in table.columns:
            found, empty = layout.columns(layout.blank(1))[column.name][0], EMPTY[column.kind]
            assert found == empty or (math.isnan(found) and math.isnan(empty))


def test_tuples_become_rows_and_columns_write_through() -> None:
    """A column is a view: writing to it changes its rows and no other column."""
    layout = Layout(RECORDS["alarm"].columns)
    rows = layout.of_tuples([tuple(n if column.kind != "bool" else True for column in RECORDS["alarm"].columns)
                             for n in (3, 4)])  # fmt: skip
    before = {name: values.copy() for name, values in layout.columns(rows).items()}
    layout.columns(rows)["time"][:] = 9
    after = layout.columns(rows)
    assert after["time"].tolist() == [9, 9]
    assert all(np.array_equal(after[name], before[name]) for name in layout.names if name != "time")
    assert before["source"].tolist() == [3, 4]
