"""The command that deals a game and judges it."""

from __future__ import annotations

import json

import pytest

from tests.exercise.test_game import dealt
from twin.cli import BAD_INPUT, GOOD, main
from twin.exercise import game


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The short game, whatever is asked for."""
    monkeypatch.setattr(game, "deal", lambda seed: dealt(min(seed, 1)))


def test_choices_are_played_and_judged(capsys: pytest.CaptureFixture[str]) -> None:
    """One document, with what was chosen and the points."""
    assert main(["exercise", "game", "--choose", "isolate", "--json"]) == GOOD
    document = json.loads(capsys.readouterr().out)
    assert document["chosen"]["card-1"] == "isolate"
    assert 0 < document["score"]["points"] <= 100
    assert document["story"] == "compromised-robot"


def test_a_player_is_asked_card_by_card(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that is no option is asked again; then the story is told, the points and the next game."""
    answers = iter([99, *[1] * 20])
    monkeypatch.setattr("typer.prompt", lambda *_args, **_more: next(answers))
    assert main(["exercise", "game"]) == GOOD
    said = capsys.readouterr().out
    assert "What to do about amr-007" in said
    assert "It was: A robot leaves its route" in said
    assert "of 100 points" in said
    assert "twin exercise game --seed 2" in said


def test_a_word_that_no_card_offers_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is played."""
    assert main(["exercise", "game", "--choose", "isolat"]) == BAD_INPUT
    assert "did you mean isolate?" in capsys.readouterr().err
