"""Results are written as a whole, over earlier ones alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.detection.seen import alert, seen
from twin.core.errors import BadInput
from twin.lab.detection.files import DETECT_FILE, check_out, write_outcome
from twin.lab.detection.results import Outcome, TestResult


def test_every_run_is_in_the_file(tmp_path: Path) -> None:
    """And a second outcome replaces the first."""
    out = tmp_path / "out"
    outcome = Outcome((TestResult("x.detect.yml", "x", (), (seen(1, alert()), seen(2))),))
    for _ in range(2):
        check_out(out)
        write_outcome(outcome, out)
    document = json.loads((out / DETECT_FILE).read_text(encoding="utf-8"))
    assert [run["seed"] for run in document["tests"][0]["runs"]] == [1, 2]
    assert document["exit_code"] == 5


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """Somebody's folder is no place for results."""
    (tmp_path / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match="folder-in-use"):
        check_out(tmp_path)
    check_out(None)
