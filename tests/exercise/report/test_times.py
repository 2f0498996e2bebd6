"""The hub's clock and the people's."""

from __future__ import annotations

from datetime import datetime

from twin.core.units import HOUR_US, SECOND_US
from twin.exercise.event import Event
from twin.exercise.report.times import Times, read_wall, said_at

STARTS = datetime(2026, 3, 3, 2, 30)  # noqa: DTZ001 - stories start on a clock on the wall


def _event(seq: int, at_s: float, wall: str) -> Event:
    return Event(seq, round(at_s * SECOND_US), wall, "", "told")


TIMES = Times(STARTS, [_event(1, 0, "2026-11-22T10:00:00Z"), _event(2, 60, "2026-11-22T10:00:10Z"),
                       _event(3, 60, "2026-11-22T10:05:10Z"), _event(4, 120, "2026-11-22T10:06:10+00:00")])  # fmt: skip


def test_between_two_events_the_wall_goes_evenly() -> None:
    """At six times the speed first; after the pause at the hub's own."""
    assert TIMES.wall(30 * SECOND_US) == "10:00:05"
    assert TIMES.wall(90 * SECOND_US) == "10:05:40"


def test_at_a_pause_the_later_time_counts() -> None:
    """What happens at that moment in the hub happens after it."""
    assert TIMES.wall(60 * SECOND_US) == "10:05:10"


def test_after_the_end_there_is_no_wall() -> None:
    """The run went on without people."""
    assert TIMES.wall(120 * SECOND_US) == "10:06:10"
    assert TIMES.wall(121 * SECOND_US) == ""


def test_the_clock_names_the_day_where_it_is_not_the_first() -> None:
    """A night can pass midnight."""
    assert TIMES.clock(90 * SECOND_US) == "02:31:30"
    assert TIMES.clock(22 * HOUR_US) == "00:30:00 +1 d"


def test_a_wall_without_a_zone_is_in_utc() -> None:
    """As logs write it."""
    assert read_wall("2026-11-22T10:00:00") == read_wall("2026-11-22T10:00:00Z")


def test_an_event_was_said_when_it_says() -> None:
    """To the second, in UTC, wherever the hub's clock was."""
    assert said_at("2026-11-22T10:00:07.900Z") == "10:00:07"
    assert said_at("2026-11-22T12:00:07+02:00") == "10:00:07"
