"""``twin whatif``: every form of another decision, on a run's folder and on that of a played exercise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from twin import cli
from twin.core.units import MINUTE_US
from twin.exercise.file import load_exercise
from twin.exercise.play import play_moves
from twin.exercise.played import write_played
from twin.lab.recipe import Recipe
from twin.lab.results import write_run
from twin.lab.scenario import Choice, Decision

GIVEN = Decision(at_us=MINUTE_US, response=Choice(kind="isolate_device"), target="amr-001")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two minutes in which a robot was isolated after one."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    recipe = Recipe("quiet-day", "zones", hours=0.035, decisions=(GIVEN,))
    write_run(recipe.run(), recipe, folder)
    return folder


def _told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert cli.main(["whatif", *arguments, "--workers", "1", "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.parametrize(
    ("move", "at_s"),
    [
        ("isolate:amr-002@00:00:30", 30.0), ("undo:1@00:01:30", 90.0), ("move:1@00:00:40", 40.0), ("remove:1", 60.0),
        ("isolate_device:amr-003@90s", 90.0),
    ],
)  # fmt: skip
def test_every_form_says_what_changed_first(
    run: Path, capsys: pytest.CaptureFixture[str], move: str, at_s: float
) -> None:
    """Another decision, one taken back, one moved, one left out: the first trace is the decision itself."""
    found = _told(capsys, str(run), "--decision", move)
    assert found["same_run"]
    assert (found["first_changes"][0]["table"], found["first_changes"][0]["time_s"]) == ("decision", at_s)
    assert found["common_random_numbers"]


def test_a_decision_moved_to_where_it_was_differs_by_exactly_nothing(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On every seed, in every metric: the interval is 0 to 0."""
    found = _told(capsys, str(run), "--decision", "move:1@00:01", "--seeds", "2")
    assert found["first_changes"] == []
    defined = [gap for gap in found["differences"].values() if gap["n"] == 2]
    ends = {gap[end] for gap in defined for end in ("mean", "lo", "hi")}
    assert len(defined) > 20
    assert ends == {0.0}


def test_a_played_exercise_is_a_run_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its folder names the exercise and its events, and the run comes out as it was."""
    text = load_exercise("coffee-machine").text.replace("hours: 1.25", "hours: 0.03")
    (tmp_path / "exercise.yaml").write_text(text, encoding="utf-8")
    folder = tmp_path / "played"
    folder.mkdir()
    write_played(play_moves(load_exercise(tmp_path / "exercise.yaml")), folder)
    found = _told(capsys, str(folder), "--decision", "isolate:coffee-01@00:01")
    assert found["same_run"]
    assert found["first_changes"][0]["time_s"] == 60.0
