"""Wall time in, simulated time out: how far the hub goes on while people look at the clock.

A hub that cannot keep up falls behind instead of piling up what it owes: a machine that slept, or a slow one, plays on
from where it is. Parts of a microsecond are carried, so that an hour is an hour at any speed.
"""

from __future__ import annotations

from twin.core.units import SECOND_US, Us

LONGEST_STEP_S = 0.5
"""Wall time that one step makes up for at most."""


class Pace:
    """Turns the seconds of a ticking clock into microseconds of the hub."""

    def __init__(self, now_s: float) -> None:
        self._last_s = now_s
        self._rest = 0.0

    def due_us(self, now_s: float, speed: float) -> Us:
        """How far the hub is to go on since the last call, at *speed* simulated seconds a second (0: it stands)."""
        passed_s = min(LONGEST_STEP_S, max(0.0, now_s - self._last_s))
        self._last_s = now_s
        if speed <= 0:
            self._rest = 0.0
            return 0
        exact = passed_s * speed * SECOND_US + self._rest
        due = int(exact)
        self._rest = exact - due
        return due
