"""The exercises that can be opened."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dashboards.views import exercises
from twin.lab.find import scenario_names


def test_every_exercise_of_the_lab_is_offered_with_its_minutes() -> None:
    """And the one of the demo is among them."""
    offered = exercises.offered()
    assert set(offered) == set(scenario_names("exercise"))
    assert exercises.FIRST in offered
    assert all(" min)" in offer.line for offer in offered.values())


def test_its_text_is_the_file() -> None:
    """What is opened is what was written."""
    assert exercises.text(exercises.FIRST).startswith("format: 1")


def test_a_faulty_file_keeps_its_bare_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its faults are told when somebody opens it."""
    monkeypatch.setattr(exercises, "scenario_names", lambda _what: ["no-such-exercise"])
    exercises.offered.cache_clear()
    try:
        assert exercises.offered()["no-such-exercise"].line == "no-such-exercise"
    finally:
        exercises.offered.cache_clear()


def test_a_game_is_dealt_by_its_number_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is what the game is made of, so that the same number is the same game."""
    dealt: list[int] = []

    def deal(seed: int) -> Any:
        dealt.append(seed)
        return SimpleNamespace(loaded=SimpleNamespace(text=f"game {seed}"))

    monkeypatch.setattr("twin.exercise.game.deal", deal)
    exercises.game_text.cache_clear()
    assert [exercises.game_text(7), exercises.game_text(7), exercises.game_text(8)] == ["game 7", "game 7", "game 8"]
    assert dealt == [7, 8]
    exercises.game_text.cache_clear()
