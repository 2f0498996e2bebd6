"""Craft: whom to ask, at which door, and when."""

from __future__ import annotations

import pytest

from twin.attacks.adversaries.craft import doors, next_door, strangers, until, within
from twin.attacks.adversaries.knowledge import Knowledge


def met(**changes: object) -> Knowledge:
    """Somebody in ``a`` who knows of b, c and d."""
    given: dict[str, object] = {"held": {"a": None}, "addresses": dict.fromkeys("abcd")}
    return Knowledge(**{**given, **changes})  # type: ignore[arg-type]


def test_strangers_are_those_whom_nobody_has_knocked_on_from_there() -> None:
    """Neither what is held nor what was lost; from another asset they are strangers again."""
    known = met(knocked={("a", "b"): None}, lost={"d": None})
    assert strangers(known, "a", permitted=False) == ("c",)
    assert strangers(known, "x", permitted=False) == ("b", "c")


def test_who_keeps_to_permitted_use_asks_peers_only() -> None:
    """In either direction of the connection."""
    known = met(permitted={("a", "b", "mqtt"): None, ("c", "a", "https"): None})
    assert strangers(known, "a", permitted=True) == ("b", "c")


def test_a_door_is_a_port_that_answered_and_has_not_refused() -> None:
    """In order of the services wanted; held and silent hosts have none."""
    known = met(
        services={"b": {80: None, 22: None}, "c": {22: None}, "d": {22: None}},
        refused={("a", "b", "ssh"): None},
        silent={("a", "d"): 1},
    )
    assert list(doors(known, "a", ("ssh", "http"))) == [("b", "http"), ("c", "ssh")]
    assert next_door(known, "a", ("ssh",)) == ("ssh", ("c",))
    assert next_door(known, "a", ("smb",)) is None


@pytest.mark.parametrize(
    ("hour", "day", "night"), [(5.9, False, True), (6, True, False), (12, True, False), (20, False, True)]
)
def test_hours_may_go_past_midnight(hour: float, day: bool, night: bool) -> None:
    """The beginning belongs to them, the end does not."""
    assert (within((6, 18), hour), within((18, 6), hour)) == (day, night)
    assert within(None, hour)


def test_the_wait_ends_when_the_hours_begin() -> None:
    """From 22 h to 7 h the next morning are nine hours."""
    assert until((7, 19), 22) == 9 * 3600
