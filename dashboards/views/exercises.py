"""The exercises that come with the lab, each in a line: title, minutes, for whom."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from twin.core.errors import TwinError
from twin.exercise.file import load_exercise
from twin.lab.find import scenario_names

FIRST = "coffee-machine"
"""The one that the demo takes."""


class Offer(NamedTuple):
    """An exercise to pick."""

    line: str
    summary: str
    audience: str


@cache
def offered() -> dict[str, Offer]:
    """Every exercise by its name; a file with faults keeps its bare name, and says its faults when it is opened."""
    return {name: _offer(name) for name in scenario_names("exercise")}


def text(name: str) -> str:
    """The file of the exercise *name*."""
    return load_exercise(name).text


@lru_cache(maxsize=16)
def game_text(number: int) -> str:
    """The file of the game *number*; the hub runs once for it, which takes some seconds."""
    from twin.exercise.game import deal

    return deal(number).loaded.text


def _offer(name: str) -> Offer:
    try:
        exercise = load_exercise(name).exercise
    except TwinError:
        return Offer(name, "", "")
    return Offer(f"{exercise.title} ({exercise.minutes:g} min)", exercise.summary, exercise.audience)
