"""Units: simulated time is whole microseconds inside, and everything else is SI with the unit in its name.

A time is an ``int`` counted from the start of the story. Floats appear only at the edge, where people read and write
``00:10``, ``90s``, ``1.5h`` or a clock time such as ``08:42:10``.

Sources: SI brochure, 9th edition (BIPM 2019), for the units; the choice of integer microseconds is ours, so that
sums of times are exact and ties are real ties.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Us: TypeAlias = int
"""A time or a duration in whole microseconds."""

SECOND_US: Us = 1_000_000
MINUTE_US: Us = 60 * SECOND_US
HOUR_US: Us = 60 * MINUTE_US
DAY_US: Us = 24 * HOUR_US

ZERO_CELSIUS_K = 273.15
JOULES_PER_KWH = 3_600_000.0

_UNIT_US = {"us": 1, "ms": 1_000, "s": SECOND_US, "m": MINUTE_US, "min": MINUTE_US, "h": HOUR_US, "d": DAY_US}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d(?:\.\d{1,6})?))?")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(us|ms|s|min|m|h|d)")


def us(seconds: float) -> Us:
    """Whole microseconds of *seconds* (s), rounded to nearest."""
    return round(seconds * SECOND_US)


def seconds(time_us: int) -> float:
    """Seconds (s) of a time in microseconds."""
    return time_us / SECOND_US


def epoch_us(date: datetime) -> Us:
    """Whole microseconds of *date* since 1970-01-01T00:00Z; a date without a zone is in UTC."""
    return ((date if date.tzinfo else date.replace(tzinfo=UTC)) - _EPOCH) // timedelta(microseconds=1)


def parse_duration(text: str) -> Us:
    """Microseconds of ``"00:10"`` (h:min), ``"00:10:30"``, ``"90s"``, ``"4 min"``, ``"1.5h"``.

    Raises ``ValueError`` that names the accepted forms.
    """
    clock = _CLOCK.fullmatch(text.strip())
    if clock:
        hours, minutes, secs = clock.groups()
        return int(hours) * HOUR_US + int(minutes) * MINUTE_US + us(float(secs or 0))
    amount = _AMOUNT.fullmatch(text.strip())
    if amount:
        return round(float(amount[1]) * _UNIT_US[amount[2]])
    raise ValueError(f"{text!r} is not a duration: write h:min, h:min:s, or a number with s, min, h or d")


def format_duration(time_us: int) -> str:
    """``4 min 10 s`` for people; two units at most, ``-`` before a negative one."""
    sign, left = ("-", -time_us) if time_us < 0 else ("", time_us)
    if left < MINUTE_US:
        return f"{sign}{left / SECOND_US:.3g} s"
    for size, unit, small, small_unit in ((DAY_US, "d", HOUR_US, "h"), (HOUR_US, "h", MINUTE_US, "min")):
        if left >= size:
            return f"{sign}{left // size} {unit} {left % size // small} {small_unit}"
    return f"{sign}{left // MINUTE_US} min {left % MINUTE_US // SECOND_US} s"


def format_clock(starts: datetime, time_us: int) -> str:
    """The simulated clock time ``08:42:10`` of *time_us* after *starts*."""
    return (starts + timedelta(microseconds=time_us)).strftime("%H:%M:%S")
