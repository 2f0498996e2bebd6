"""Comparing: another course of the exercise, as somebody had it run, becomes part of its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twin.exercise.commands.base import Command, Deed, Room, refusal, words

MOST_ROWS = 60
MOST_SEEDS = 100_000
MOST_NUMBER = 10**15
"""No sum of money and no time (us: three decades) is larger; what is, no report could show."""
_NUMBERS = ("was", "otherwise", "mean", "lo", "hi")
_COUNTS = ("n", "undefined")


def compare(room: Room, command: Command) -> Sequence[Deed]:
    """Add a branch: its title, what was otherwise in words, seeds, differences, and what changed first.

    It says which run it was compared with, and that must be this exercise as it has come so far.
    """
    from twin.exercise.otherwise import acts_of, digest_of, recipe_of

    body = command.body
    told = {
        "title": words(command, "title", most=200),
        "moves": _list(command, "moves", lambda each: isinstance(each, str) and len(each) <= 400),
        "seeds": _whole(command, body.get("seeds")),
        "rows": _list(command, "rows", _is_row),
        "first": _list(command, "first", _is_first),
        "recipe": words(command, "recipe", most=64),
    }
    if told["recipe"] != digest_of(recipe_of(room.loaded, acts_of(room.loaded, room.events))):
        problem = "this was compared with another run, or with this exercise before it went on"
        raise refusal(command, "bad-value", problem, "run it again on the page What if, and add that")
    return [Deed("compared", command.ref, told)]


def _list(command: Command, name: str, fits: Any) -> list[Any]:
    found = command.body.get(name, [])
    if not isinstance(found, list | tuple) or len(found) > MOST_ROWS or not all(map(fits, found)):
        raise refusal(command, "wrong-type", f"{name} is not what a comparison has", "add it from the page What if")
    return list(found)


def _whole(command: Command, value: object) -> int:
    if type(value) is not int or not 1 <= value <= MOST_SEEDS:
        raise refusal(command, "out-of-range", f"{value!r} seeds", "add it from the page What if")
    return value


def _is_row(row: object) -> bool:
    if not isinstance(row, dict) or set(row) != {"metric", "unit", *_NUMBERS, *_COUNTS}:
        return False
    texts = all(isinstance(row[name], str) and len(row[name]) <= 80 for name in ("metric", "unit"))
    counts = all(type(row[name]) is int and 0 <= row[name] <= MOST_SEEDS for name in _COUNTS)
    return texts and counts and all(row[name] is None or _is_number(row[name]) for name in _NUMBERS)


def _is_first(row: object) -> bool:
    if not isinstance(row, dict) or set(row) != {"time_us", "table"}:
        return False
    texts = isinstance(row["table"], str) and len(row["table"]) <= 80
    return texts and type(row["time_us"]) is int and 0 <= row["time_us"] <= MOST_NUMBER


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MOST_NUMBER
