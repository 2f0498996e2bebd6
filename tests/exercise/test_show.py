"""What the command line prints of exercises."""

from __future__ import annotations

import pytest

from tests.exercise.test_play import decided
from tests.exercise.trial import trial
from tests.exercise.written import read
from twin.exercise.check import CHECKS, check_exercise
from twin.exercise.moves import Move
from twin.exercise.play import play_moves
from twin.exercise.show import show_exercises, show_played, show_verdict, timeline


def test_the_list_names_each_with_its_minutes_and_seats(capsys: pytest.CaptureFixture[str]) -> None:
    """And the next command worth typing."""
    show_exercises({"short": read()})
    said = capsys.readouterr().out
    for word in ("short", "A short one", "60", "soc, lead", "coffee-machine", "twin exercise check"):
        assert word in said


def test_a_verdict_says_every_check_and_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """Go with the next command; no go with what is wrong, where, and what to do."""
    show_verdict(check_exercise(read(), dry=False), "short")
    said = capsys.readouterr().out
    assert all(words in said for words in CHECKS.values())
    assert "twin exercise play short" in said
    show_verdict(check_exercise(read(("minutes: 60", "minutes: 40")), dry=False), "short")
    said = capsys.readouterr().out
    assert "no go: 1 finding" in said
    assert "people have 40 min, and the hub runs 45 min" in said


def test_a_verdict_says_for_how_long_the_hub_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    """People talk on when it has stopped."""
    show_verdict(check_exercise(read(), dry=False), "short")
    assert "60 min for people, 45 of them with the hub" in capsys.readouterr().out


def test_a_verdict_with_a_dry_run_says_what_came_when_and_what_did_not(capsys: pytest.CaptureFixture[str]) -> None:
    """By the clock of the hub."""
    show_verdict(check_exercise(trial()), "trial")
    said = capsys.readouterr().out
    assert "With nobody acting" in said
    assert "+20 s" in said
    assert "not then: knock" in said


def test_a_play_is_told_as_a_timeline_with_ratings_and_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    """Who, what, when and why; then what came of it."""
    show_played(decided(), "trial", None)
    said = capsys.readouterr().out
    assert "decided      cut isolate: it knocks" in said
    assert "P  Decide soon" in said
    assert "loss_eur" in said
    assert said.rstrip().endswith("--out runs/trial")
    assert "opened       trial" not in "\n".join(timeline(decided()))


def test_what_was_not_as_expected_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Each in a line."""
    late = Move(seat="soc", kind="ask", body={"text": "Now?"}, at_us=400_000_000)
    wrong = Move(seat="desk", kind="approve", ref="cut", at_us=60_000_000)
    show_played(play_moves(trial(), (late, wrong)), "trial", None)
    said = capsys.readouterr().out
    assert "never came: soc: ask Now?" in said
    assert "refused: desk: approve cut" in said
    assert "not as expected" in said
