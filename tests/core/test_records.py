"""The tables of the log are well formed."""

from __future__ import annotations

import pytest

from twin.core.records import DTYPES, RECORDS, Table


@pytest.mark.parametrize("table", RECORDS.values(), ids=RECORDS.keys())
def test_a_table_is_well_formed(table: Table) -> None:
    """Time comes first, names are unique and documented, kinds exist, tie columns are columns."""
    names = [column.name for column in table.columns]
    assert names[0] == "time"
    assert len(names) == len(set(names))
    assert set(table.tie) <= set(names)
    assert table.book in ("observed", "truth")
    for column in table.columns:
        assert column.kind in DTYPES
        assert column.doc


def test_quantities_carry_their_unit() -> None:
    """A float column ends in a unit, or is a share, a value or a severity."""
    units = ("_m", "_mps", "_c", "_kw", "_kwh", "_s")
    plain = {"value", "battery", "door_open", "severity", "size", "command", "share"}
    for table in RECORDS.values():
        for column in table.columns:
            if column.kind == "float":
                assert column.name in plain or column.name.endswith(units), f"{table.name}.{column.name}"


def test_the_truth_stays_out_of_the_observed_book() -> None:
    """No observed table has a column that names a step, a label or a cause."""
    for table in RECORDS.values():
        if table.book == "observed":
            assert not {column.name for column in table.columns} & {"step", "label", "cause", "attack", "compromised"}
