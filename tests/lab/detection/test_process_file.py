"""A process's file: values by time and column, labels from a column or from beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from twin.core.errors import BadInput
from twin.lab.detection.process_file import read_intervals, read_process

TABLE = """DATETIME,L_T1,F_PU1,ATT_FLAG
2026-03-02 00:00:00,1.5,,-999
2026-03-02 00:01:00,,7.0,1
2026-03-02 00:02:00,1.7,8.0,0
"""


def _file(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_values_are_rows_of_times_and_columns_of_sensors(tmp_path: Path) -> None:
    """What is missing stays as it was, or is as it will be; a label is no column."""
    process = read_process(_file(tmp_path / "a.csv", TABLE))
    assert process.columns == ("L_T1", "F_PU1")
    assert process.values.tolist() == [[1.5, 7.0], [1.5, 7.0], [1.7, 8.0]]
    assert np.diff(process.time_us).tolist() == [60_000_000, 60_000_000]


def test_a_label_is_yes_or_it_is_no(tmp_path: Path) -> None:
    """-999 is BATADAL's word for nobody knows, and words are understood."""
    assert read_process(_file(tmp_path / "a.csv", TABLE)).attacked.tolist() == [False, True, False]  # type: ignore[union-attr]
    words = TABLE.replace(",1\n", ",Attack\n").replace(",0\n", ",Normal\n")
    assert read_process(_file(tmp_path / "b.csv", words)).attacked.tolist() == [False, True, False]  # type: ignore[union-attr]


def test_without_labels_nobody_knows(tmp_path: Path) -> None:
    """A column that is said to be ignored labels nothing."""
    assert read_process(_file(tmp_path / "a.csv", TABLE), {"ATT_FLAG": "ignore"}).attacked is None


def test_a_side_file_labels_by_intervals(tmp_path: Path) -> None:
    """Its end is left out, and it is believed over a column."""
    side = _file(tmp_path / "side.csv", "from,to\n2026-03-02 00:00:00,2026-03-02 00:01:00\n")
    assert read_process(_file(tmp_path / "a.csv", TABLE), side=side).attacked.tolist() == [True, False, False]  # type: ignore[union-attr]


def test_a_long_table_is_read_as_well(tmp_path: Path) -> None:
    """A row a value, with the sensor's name in a column."""
    text = "time,sensor,value\n2026-03-02 00:00:00,a,1\n2026-03-02 00:00:00,b,2\n2026-03-02 00:01:00,a,3\n"
    process = read_process(_file(tmp_path / "a.csv", text))
    assert (process.columns, process.values.tolist()) == (("a", "b"), [[1.0, 2.0], [3.0, 2.0]])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing-key"),
        ("begin,end\n1,2\n", "missing-key"),
        ("from,to\nyesterday,2026-03-02 00:01:00\n", "bad-value"),
        ("from,to\n2026-03-02 00:02:00,2026-03-02 00:01:00\n", "bad-value"),
    ],
)
def test_intervals_that_are_none_are_named_with_their_line(tmp_path: Path, text: str, code: str) -> None:
    """All of them at once, and never an empty list in silence."""
    with pytest.raises(BadInput) as caught:
        read_intervals(_file(tmp_path / "side.csv", text))
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_side_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """As any other bad input."""
    with pytest.raises(BadInput, match=r"none\.csv"):
        read_intervals(tmp_path / "none.csv")
