"""Improvements that go from exercise to exercise."""

from __future__ import annotations

from typing import Any

from twin.exercise.event import Event
from twin.exercise.report.carried import Carried, carried_into, improvements


def _event(seq: int, ref: str = "", **body: Any) -> Event:
    return Event(seq, 0, "w", "facilitator", "improvement", ref, body)


def test_an_item_is_named_by_its_exercise_and_event() -> None:
    """With words, owner, day and capability."""
    (item,) = improvements("cold-night", "Cold night", [_event(7, item="Label it", owner="Ben", due="2026-12-31")])
    assert (item.id, item.exercise, item.item, item.owner, item.due) == (
        "cold-night#7", "Cold night", "Label it", "Ben", "2026-12-31",
    )  # fmt: skip
    assert item.status == "open"


def test_a_later_event_settles_an_item_of_the_same_exercise() -> None:
    """By its name, and it stays one item."""
    events = [_event(7, item="Label it"), _event(9, "cold-night#7", item="Label it", status="done")]
    (item,) = improvements("cold-night", "Cold night", events)
    assert (item.status, item.settled_seq) == ("done", 9)


def test_what_is_said_of_another_exercises_item_is_no_item_of_this_one() -> None:
    """It changes that one."""
    events = [_event(3, "cold-night#7", item="Label it", status="done")]
    assert improvements("rogue-dns", "Rogue DNS", events) == []
    (before,) = improvements("cold-night", "Cold night", [_event(7, item="Label it")])
    (after,) = carried_into([before], events)
    assert (after.status, after.settled_seq) == ("done", 3)
    (again,) = carried_into([after], [_event(5, "cold-night#7", item="Label it", status="open")])
    assert again.status == "open"


def test_open_items_come_first() -> None:
    """Of several."""
    items = [Carried("a#1", "A", "x", status="done"), Carried("a#2", "A", "y")]
    assert [item.id for item in carried_into(items, [])] == ["a#2", "a#1"]


def test_an_open_item_is_overdue_after_its_day() -> None:
    """Not on it, not where it is done, and not where the day is words."""
    item = Carried("a#1", "A", "x", due="2026-11-22")
    assert item.standing("2026-11-23T08:00:00Z") == "overdue"
    assert item.standing("2026-11-22T08:00:00Z") == "open"
    assert Carried("a#1", "A", "x", due="soon").standing("2026-11-23") == "open"
    assert Carried("a#1", "A", "x", due="2026-11-22", status="done").standing("2026-12-01") == "done"
