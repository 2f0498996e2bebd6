"""``twin story`` and ``twin inventory``: how far stories get, and what monitoring found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.exporters.recordings import written
from twin import cli

Capture = pytest.CaptureFixture[str]
QUICK = ["--postures", "unwatched", "--workers", "1"]


def test_a_story_is_described_with_its_steps_and_who_stops_them(capsys: Capture) -> None:
    """In words for people, in one document for programs."""
    arguments = ["story", "describe", "coffee-machine", "--hours", "0.15", *QUICK]
    assert cli.main(arguments) == 0
    assert "unwatched" in capsys.readouterr().out
    assert cli.main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"]


def test_a_matrix_is_printed_written_and_drawn(tmp_path: Path, capsys: Capture) -> None:
    """A folder with JSON, CSV and picture, which a second matrix may replace; runs that are kept are not run again."""
    arguments = ["story", "matrix", "--stories", "quiet-day", "--seeds", "1", "--most-hours", "0.05", *QUICK]
    out, figure, kept = tmp_path / "out", tmp_path / "matrix.svg", tmp_path / "kept"
    assert cli.main([*arguments, "--out", str(out), "--figure", str(figure), "--keep", str(kept)]) == 0
    assert "quiet-day" in capsys.readouterr().out
    assert {path.name for path in out.iterdir()} == {"matrix.json", "matrix.csv", "matrix.png"}
    assert figure.stat().st_size > 1_000
    assert cli.main([*arguments, "--out", str(out), "--keep", str(kept), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_faults_of_files_and_names_are_told_before_anything_runs(tmp_path: Path, capsys: Capture) -> None:
    """A folder of somebody else's, a picture of no kind, a story that is not there."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert cli.main(["story", "matrix", "--out", str(tmp_path), "--figure", str(tmp_path / "a.gif")]) == 2
    told = capsys.readouterr().err
    assert "folder-in-use" in told
    assert "a.gif" in told
    assert cli.main(["story", "describe", "cofee-machine"]) == 2
    assert "coffee-machine" in capsys.readouterr().err


def test_a_baseline_is_compared_with_and_changed_on_purpose_only(tmp_path: Path, capsys: Capture) -> None:
    """Without one everything differs; what is kept is what it ends like now."""
    story = tmp_path / "still" / "scenario.yaml"
    story.parent.mkdir()
    lines = [
        "format: 1",
        "title: Still",
        "question: Nothing?",
        "starts: 2026-03-06T08:00",
        "hours: 0.02",
        "site: small",
    ]
    story.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = ["story", "baseline", str(story), "--workers", "1"]
    assert cli.main(told) == 1
    assert not story.with_name("baseline.json").exists()
    story.with_name("baseline.json").write_text("<<<<<<< ours", encoding="utf-8")
    assert cli.main(told) == 2
    assert cli.main([*told, "--update"]) == 0
    capsys.readouterr()
    assert cli.main(told) == 0
    assert capsys.readouterr().out == "as in the baseline\n"


def test_an_inventory_stands_beside_the_register(tmp_path: Path, capsys: Capture) -> None:
    """Whoever was heard, and what they look like."""
    folder = written(tmp_path / "run")
    assert cli.main(["inventory", str(folder)]) == 0
    assert "registered" in capsys.readouterr().out
    assert cli.main(["inventory", str(folder), "--truth", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    assert cli.main(["inventory", str(tmp_path / "nothing")]) == 2
