"""Parts of a date: minute, hour, day, week, month and year of points in time, in UTC.

Whole numbers only, so that every machine agrees. Weeks are those of ISO 8601: a week belongs to the year that has its
Thursday, and the first week of a year has its first Thursday.

Sources: Sigma specification 2.1.0, time modifiers; ISO 8601-1:2019, week dates; H. Hinnant, chrono-compatible low-level
date algorithms (2013), for days into civil dates, as numpy does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.core.units import DAY_US, HOUR_US, MINUTE_US, SECOND_US, epoch_us

Unit = Literal["minute", "hour", "day", "week", "month", "year"]

UNITS: Mapping[str, Unit] = {
    "MINUTE": "minute", "HOUR": "hour", "DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year",
}  # fmt: skip
"""pySigma's names of the units."""

_THURSDAY = 3
"""Of days counted from Monday; 1970-01-01 was one."""


def part_of(instants: Ints, unit: Unit) -> Ints:
    """The *unit* of each of *instants* (us since 1970-01-01T00:00Z), shape as given."""
    if unit == "minute":
        return instants // MINUTE_US % 60
    if unit == "hour":
        return instants // HOUR_US % 24
    days = instants // DAY_US
    if unit == "week":
        thursday = days - (days + _THURSDAY) % 7 + _THURSDAY
        return (thursday - _start_of(thursday, "Y")) // 7 + 1
    if unit == "year":
        return _civil(days, "Y") + 1970
    if unit == "month":
        return _civil(days, "M") % 12 + 1
    return days - _start_of(days, "M") + 1


def _civil(days: Ints, unit: Literal["Y", "M"]) -> Ints:
    """Years or months since 1970."""
    return days.astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)


def _start_of(days: Ints, unit: Literal["Y", "M"]) -> Ints:
    """The day that begins each day's year or month."""
    starts: npt.NDArray[np.datetime64] = days.astype("datetime64[D]").astype(f"datetime64[{unit}]")
    return starts.astype("datetime64[D]").astype(np.int64)


def instant(value: object) -> int | None:
    """Microseconds since 1970-01-01T00:00Z of an ISO 8601 text (UTC where it has no zone) or of seconds since then."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value * SECOND_US)
    if not isinstance(value, str):
        return None
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        return None
    return epoch_us(date)
