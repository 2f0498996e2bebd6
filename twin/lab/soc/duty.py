"""Duty: who is there when, by the clock on the wall.

A shift begins on a day of the week and ends on the same or the next; times are whole microseconds, so that a shift
begins in the same instant whatever the machine.

Sources: ISO 8601 (the week begins on Monday); 1 January 1970 was a Thursday.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from twin.core.units import HOUR_US, MINUTE_US, Us
from twin.lab.response_plan import DAYS, Shift

DAY_US: Us = 24 * HOUR_US
_THURSDAY = 3


class _Hours(NamedTuple):
    """A shift in numbers: the days of the week on which it begins (0 is Monday), when, and how long it lasts."""

    days: frozenset[int]
    begins_us: Us
    lasts_us: Us


class Duty:
    """Shifts of one crew; with none somebody is always there. Time 0 is *wall_us* after 1970 by the wall's clock."""

    def __init__(self, shifts: Sequence[Shift], wall_us: Us) -> None:
        self._zero_us = wall_us
        self._hours = [_hours(shift) for shift in shifts]

    @property
    def always(self) -> bool:
        """Whether there are no shifts."""
        return not self._hours

    def at(self, now: Us) -> bool:
        """Whether the crew is there at *now*."""
        return self.always or any(begins <= now < ends for begins, ends in self._around(now))

    def next_change(self, now: Us) -> Us | None:
        """The next beginning or end of a shift after *now*; None where nothing ever changes."""
        if self.always:
            return None
        return min(edge for times in self._around(now) for edge in times if edge > now)

    def next_there(self, now: Us) -> Us:
        """*now* where the crew is there, else when its next shift begins."""
        if self.at(now):
            return now
        return min(begins for begins, _ in self._around(now) if begins > now)

    def _around(self, now: Us) -> Iterator[tuple[Us, Us]]:
        """Beginning and end of every shift from the day before *now* to eight days after."""
        today = (now + self._zero_us) // DAY_US
        for day in range(today - 1, today + 9):
            for hours in self._hours:
                if (day + _THURSDAY) % 7 in hours.days:
                    begins = day * DAY_US + hours.begins_us - self._zero_us
                    yield begins, begins + hours.lasts_us


def _hours(shift: Shift) -> _Hours:
    begins, ends = _of_day(shift.begins), _of_day(shift.ends)
    return _Hours(frozenset(DAYS.index(day) for day in shift.days), begins, (ends - begins) % DAY_US or DAY_US)


def _of_day(text: str) -> Us:
    hours, minutes = text.split(":")
    return int(hours) * HOUR_US + int(minutes) * MINUTE_US
