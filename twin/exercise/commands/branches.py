"""Comparing: another course of the exercise, as somebody had it run, becomes part of its record."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from twin.exercise.commands.base import Command, Deed, Room, refusal, words

MOST_ROWS = 60
_NUMBERS = ("was", "otherwise", "mean", "lo", "hi")


def compare(room: Room, command: Command) -> Sequence[Deed]:
    """Add a branch: its title, what was otherwise in words, seeds, differences, and what changed first."""
    del room
    body = command.body
    told = {
        "title": words(command, "title", most=200),
        "moves": _list(command, "moves", lambda each: isinstance(each, str) and len(each) <= 400),
        "seeds": _whole(command, body.get("seeds")),
        "rows": _list(command, "rows", _is_row),
        "first": _list(command, "first", _is_first),
    }
    return [Deed("compared", command.ref, told)]


def _list(command: Command, name: str, fits: Any) -> list[Any]:
    found = command.body.get(name, [])
    if not isinstance(found, list | tuple) or len(found) > MOST_ROWS or not all(map(fits, found)):
        raise refusal(command, "wrong-type", f"{name} is not what a comparison has", "add it from the page What if")
    return list(found)


def _whole(command: Command, value: object) -> int:
    if type(value) is not int or not 1 <= value <= 100_000:
        raise refusal(command, "out-of-range", f"{value!r} seeds", "add it from the page What if")
    return value


def _is_row(row: object) -> bool:
    if not isinstance(row, dict) or set(row) != {"metric", "unit", *_NUMBERS}:
        return False
    texts = all(isinstance(row[name], str) and len(row[name]) <= 80 for name in ("metric", "unit"))
    return texts and all(row[name] is None or _is_number(row[name]) for name in _NUMBERS)


def _is_first(row: object) -> bool:
    if not isinstance(row, dict) or set(row) != {"time_us", "table"}:
        return False
    return type(row["time_us"]) is int and isinstance(row["table"], str) and len(row["table"]) <= 80


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
