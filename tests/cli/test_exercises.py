"""The commands about exercises without a screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.exercise.written import TEXT
from twin.cli import BAD_INPUT, GOOD, NO, main
from twin.lab.find import scenario_names

MOVES = """\
format: 1
moves:
  - {seat: soc, decide: cut, option: isolate, reason: it knocks, confidence: 70, delay: 10 s}
  - {seat: lead, approve: cut, delay: 5 s}
expect: {ratings: {contain: RATING}, hold: [happened(contained.coffee-01)]}
"""


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A short exercise of six minutes, with moves for it."""
    text = TEXT.replace("hours: 0.75", "hours: 0.1").replace('{at: "00:05"}', "{at: 1 min}")
    text = text.replace("contained.coffee-01) - t(inject.call) <= 10 min", "contained.coffee-01) <= 3 min")
    (tmp_path / "exercise.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "good.yaml").write_text(MOVES.replace("RATING", "P"), encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(MOVES.replace("RATING", "U"), encoding="utf-8")
    return tmp_path


def test_the_exercises_of_the_lab_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Five at least, each with its seats."""
    assert main(["exercise", "list", "--json"]) == GOOD
    listed = json.loads(capsys.readouterr().out)["exercises"]
    assert tuple(listed) == scenario_names("exercise")
    assert len(listed) >= 5
    assert all(each["roles"] and each["objectives"] for each in listed.values())
    assert main(["exercise", "list"]) == GOOD
    assert "cold-night" in capsys.readouterr().out


def test_an_exercise_is_played_and_kept(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0 where all is as the script says, and 1 where it is not."""
    out = short / "played"
    words = ["exercise", "play", str(short / "exercise.yaml"), "--script"]
    assert main([*words, str(short / "good.yaml"), "--out", str(out)]) == GOOD
    assert "as expected" in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == ["events.jsonl", "exercise.yaml", "played.json"]
    assert main([*words, str(short / "wrong.yaml"), "--json"]) == NO
    document = json.loads(capsys.readouterr().out)
    assert document["unmet"] == ["contain is rated P, expected U"]


def test_a_check_says_go_or_no_go(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1 for no-go."""
    path = short / "exercise.yaml"
    assert main(["exercise", "check", str(path), "--json"]) == GOOD
    document = json.loads(capsys.readouterr().out)
    assert document["go"]
    assert set(document["nobody_acting"]["fired"]) == {"call", "later"}
    path.write_text(path.read_text(encoding="utf-8").replace("delay: 3 min}", "delay: 9 min}"), encoding="utf-8")
    assert main(["exercise", "check", str(path)]) == NO
    assert "later never comes" in capsys.readouterr().out


def test_bad_input_is_told_with_its_place(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, nothing run, nothing written."""
    assert main(["exercise", "check", "cofee-machine"]) == BAD_INPUT
    assert "did you mean coffee-machine?" in capsys.readouterr().err
    (short / "good.yaml").write_text("format: 1\nmoves: [{seat: sok, approve: cut}]\n", encoding="utf-8")
    words = ["exercise", "play", str(short / "exercise.yaml"), "--script", str(short / "good.yaml")]
    assert main([*words, "--out", str(short / "x")]) == BAD_INPUT
    assert "good.yaml:2:16" in capsys.readouterr().err
    assert not (short / "x").exists()


def test_exercises_and_moves_are_checked_with_the_other_files(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By twin check; and twin schema knows them."""
    folder = short / "exercises" / "night"
    folder.mkdir(parents=True)
    for name in ("exercise.yaml", "good.yaml"):
        (folder / name).write_bytes((short / name).read_bytes())
    assert main(["check", str(short / "exercises")]) == GOOD
    text = (folder / "good.yaml").read_text(encoding="utf-8")
    (folder / "good.yaml").write_text(text.replace("decide: cut", "decide: cat"), encoding="utf-8")
    assert main(["check", str(short / "exercises")]) == BAD_INPUT
    assert "did you mean cut?" in "".join(capsys.readouterr())
    assert main(["schema", "exercise"]) == GOOD
    assert json.loads(capsys.readouterr().out)["properties"]["injects"]
