"""A matrix on disk: everything as JSON, a line a cell as CSV, and the picture beside them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.lab.stories.stories import OPEN, matrix
from twin.lab.stories.sheets import CSV_FILE, FIGURE_FILE, JSON_FILE, write_csv, write_matrix


def test_a_line_stands_for_a_cell(tmp_path: Path) -> None:
    """Two stories under two postures; an estimate has its interval and n, and what does not exist is empty."""
    write_csv(OPEN, tmp_path / "m.csv")
    with (tmp_path / "m.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["story"], row["posture"]) for row in rows] == [
        ("two-steps", "flat"), ("two-steps", "zones"), ("calm", "flat"), ("calm", "zones"),
    ]  # fmt: skip
    assert (rows[0]["loss_eur"], rows[0]["loss_eur_n"], rows[0]["ending"]) == ("1000.0", "3", "not stopped")
    assert (rows[2]["detected"], rows[2]["detect_min"]) == ("", "")


def test_a_matrix_without_runs_is_a_head_alone(tmp_path: Path) -> None:
    """Nothing ran, and the file says so by having no line."""
    write_csv(matrix({}, {"flat": ()}), tmp_path / "m.csv")
    assert (tmp_path / "m.csv").read_text() == "story,posture\n"


def test_the_folder_is_whole_and_the_same_each_time(tmp_path: Path) -> None:
    """Three files, and equal bytes of an equal matrix."""
    for name in ("one", "two"):
        write_matrix(OPEN, tmp_path / name)
    for file in (JSON_FILE, CSV_FILE, FIGURE_FILE):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert json.loads((tmp_path / "one" / JSON_FILE).read_text())["postures"] == ["flat", "zones"]
