"""What is printed of logs: how many alerts, scores, and every silence with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.processes import written
from tests.lab.detection.test_logs import CONN
from twin.lab.detection.on_logs import Asked, hear_logs
from twin.lab.detection.own_ruleset import ruleset_of
from twin.lab.detection.show_logs import show_logs


def test_silences_and_what_could_not_be_read_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rules by what became of them; a row with a wrong port."""
    (tmp_path / "conn.log").write_text(CONN, encoding="utf-8")
    show_logs(hear_logs(Asked(tmp_path / "conn.log", tmp_path / "cache"), ruleset_of((), [Path("ot")], "allow_list")))
    said = capsys.readouterr().out
    assert "allow_list  did not run: no declared needs are known" in said
    assert "unread: no row of bacnet (flow) was seen" in said
    assert "left out 1:" in said


def test_scores_come_with_their_base_rate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And beside those who know nothing."""
    train, test = written(tmp_path)
    show_logs(hear_logs(Asked(test, tmp_path / "cache", train=train), ruleset_of((), (), "physical_residual")))
    said = capsys.readouterr().out
    assert "of these rows are under attack" in said
    assert all(name in said for name in ("cusum", "always", "never", "random", "never"))
