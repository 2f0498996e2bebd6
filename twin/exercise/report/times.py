"""Two clocks: the hub's, on which the story runs, and that of the people at the table.

An event has its own time on both. Between two events the exercise ran at one speed or stood still where one of them was
a pause, so the people's time of what happened in the hub between them is found on the straight line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from twin.core.units import Us, format_clock
from twin.exercise.event import Event


class Times:
    """Clocks of an exercise whose story starts at *starts*."""

    def __init__(self, starts: datetime, events: Sequence[Event]) -> None:
        self.starts = starts
        self._us = [event.sim_us for event in events]
        self._walls = [read_wall(event.wall) for event in events]

    def clock(self, time_us: Us) -> str:
        """The hub's clock, ``03:12:05``; with the day where it is not the first."""
        days = (self.starts + timedelta(microseconds=time_us)).date() - self.starts.date()
        return format_clock(self.starts, time_us) + (f" +{days.days} d" if days.days else "")

    def wall(self, time_us: Us) -> str:
        """The people's clock, ``10:40:05``; nothing after the end, when the run went on without them."""
        if not self._us or time_us > self._us[-1]:
            return ""
        place = bisect_right(self._us, time_us)
        if place == 0:
            return _on_clock(self._walls[0])
        if place == len(self._us):
            return _on_clock(self._walls[-1])
        before, after = place - 1, place
        span = self._us[after] - self._us[before]
        share = (time_us - self._us[before]) / span
        return _on_clock(self._walls[before] + (self._walls[after] - self._walls[before]) * share)


def read_wall(wall: str) -> datetime:
    """The moment of an event's wall time; one without a zone is in UTC."""
    read = datetime.fromisoformat(wall)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def said_at(wall: str) -> str:
    """The people's clock of an event, ``10:40:05``: its own, also where the hub's clock stood."""
    return _on_clock(read_wall(wall))


def _on_clock(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%H:%M:%S")
