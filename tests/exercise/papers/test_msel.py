"""The MSEL as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercise.trial import trial
from twin.core.units import parse_duration
from twin.exercise.papers.msel import BY_HAND, COLUMNS, LISTS, duration_text, lacks, msel_rows, named


def test_there_is_a_row_for_each_inject_and_a_cell_for_each_column() -> None:
    """What goes by hand says so."""
    rows = msel_rows(trial().exercise)
    assert rows[0] == list(COLUMNS)
    assert [row[0] for row in rows[1:]] == ["first", "second", "busy", "knock", "silence"]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    cells = dict(zip(rows[0], rows[4], strict=True))
    assert (cells["when"], cells["begins"], cells["to"]) == (BY_HAND, "knock", "ic")
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["expects"], first["within"], first["hint_after"]) == ("cut", "2 min", "1 min")


@given(st.integers(1, 10**13))
def test_durations_are_written_without_rounding(time_us: int) -> None:
    """Reading one gives the same microseconds."""
    assert parse_duration(duration_text(time_us)) == time_us


def test_lists_are_names_with_commas() -> None:
    """Empty ones have none."""
    assert named(" a, b ,,c ") == ["a", "b", "c"]
    assert named("") == []
    assert set(LISTS) <= set(COLUMNS)


@pytest.mark.parametrize("left_out", ["id", "module", "text"])
def test_some_columns_must_be_there(left_out: str) -> None:
    """The others may be missing."""
    assert lacks([name for name in COLUMNS if name != left_out]) == [left_out]
    assert lacks(["id", "module", "text"]) == []
