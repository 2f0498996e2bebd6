"""Parts of a date, against the standard library's calendar."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.units import HOUR_US, epoch_us
from twin.detectors.sigma_rules.dates import UNITS, instant, part_of

DATES = st.datetimes(datetime(1902, 1, 1), datetime(2199, 12, 31)).map(lambda date: date.replace(tzinfo=UTC))  # noqa: DTZ001


@given(st.lists(DATES, min_size=1, max_size=5))
def test_parts_are_those_of_the_calendar(dates: list[datetime]) -> None:
    """Before 1970 too; weeks as ISO 8601 has them."""
    instants = np.array([epoch_us(date) for date in dates])
    for unit in ("minute", "hour", "day", "month", "year"):
        assert part_of(instants, unit).tolist() == [getattr(date, unit) for date in dates]
    assert part_of(instants, "week").tolist() == [date.isocalendar().week for date in dates]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1970-01-01T01:00:00Z", HOUR_US), ("1970-01-01T01:00:00", HOUR_US), ("1970-01-01T01:00:00+01:00", 0),
        (3600, HOUR_US), (3600.0, HOUR_US), ("soon", None), ("", None), (True, None), (None, None),
    ],
)  # fmt: skip
def test_what_is_a_date_is_an_instant(value: object, expected: int | None) -> None:
    """ISO 8601, UTC where no zone is said, or seconds; nothing else."""
    assert instant(value) == expected


def test_units_are_called_as_in_the_specification() -> None:
    """Six of them."""
    assert sorted(UNITS.values()) == ["day", "hour", "minute", "month", "week", "year"]
