"""The first line of what is printed is the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.sights import COUNT, SINGLE, lookup, modbus, sight, write_rule
from twin.lab.detection.explain import explain
from twin.lab.detection.explain_show import show_explanations, shown_path


def test_the_answer_stands_first_then_the_funnel_and_the_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows that pass a leaf alone, rows that are left, its line."""
    path, (rule,) = write_rule(tmp_path, SINGLE)
    show_explanations([explain(rule, [path], sight([modbus(1, "read_coils")]))], "by hand")
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("Write from an office: silent on 1 row: the nearest (00:00:01, ws-01)")
    assert any(line.split() == ["1", "0", "src:", "ws-*", "line", "8"] for line in rest)
    assert "nearest row: src ws-01, dst plc-01, dst_port 0, service modbus, verb read_coils" in "\n".join(rest)
    assert rest[-1] == "on by hand"


def test_bases_stand_below_their_correlation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Indented."""
    path, (_, rule) = write_rule(tmp_path, COUNT)
    show_explanations([explain(rule, [path], sight([lookup(1, "x")]))], "by hand")
    assert "\n  A name that is not there: fired on 1 row" in capsys.readouterr().out


def test_a_path_below_this_folder_is_told_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other as it stands."""
    monkeypatch.chdir(tmp_path)
    assert shown_path(str(tmp_path / "a" / "b.yml")) == "a/b.yml"
    assert shown_path("/elsewhere/b.yml") == "/elsewhere/b.yml"
