"""Time is whole microseconds inside and words at the edge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.units import (
    HOUR_US,
    MINUTE_US,
    SECOND_US,
    epoch_us,
    format_clock,
    format_duration,
    parse_duration,
    seconds,
    us,
)


@pytest.mark.parametrize(
    ("text", "expected_us"),
    [
        ("00:10", 10 * MINUTE_US), ("00:10:30", 630 * SECOND_US), ("90s", 90 * SECOND_US), ("4 min", 4 * MINUTE_US),
        ("1.5h", 90 * MINUTE_US), ("2 d", 48 * HOUR_US), ("250ms", 250_000), ("7us", 7), ("100:00", 100 * HOUR_US),
    ],
)  # fmt: skip
def test_a_duration_is_read_in_every_form_that_people_write(text: str, expected_us: int) -> None:
    """Clock forms are h:min and h:min:s; amounts carry their unit."""
    assert parse_duration(text) == expected_us


@pytest.mark.parametrize("text", ["", "ten", "5", "-3s", "1:2", "00:75", "3 weeks"])
def test_a_duration_without_a_known_form_is_refused_with_the_forms(text: str) -> None:
    """The message says what may be written."""
    with pytest.raises(ValueError, match="write h:min"):
        parse_duration(text)


@given(st.integers(-(10**15), 10**15))
def test_seconds_and_microseconds_are_each_other_s_inverse(time_us: int) -> None:
    """Nothing is lost on the way to the edge and back."""
    assert us(seconds(time_us)) == time_us


def test_a_duration_is_said_in_two_units_at_most() -> None:
    """People read 4 min 10 s."""
    said = [format_duration(t) for t in (0, 1_500_000, 250 * SECOND_US, 90 * MINUTE_US, 50 * HOUR_US, -61 * SECOND_US)]
    assert said == ["0 s", "1.5 s", "4 min 10 s", "1 h 30 min", "2 d 2 h", "-1 min 1 s"]


def test_a_clock_time_counts_from_the_story_s_start() -> None:
    """12 min 10 s after 08:30 it is 08:42:10."""
    assert format_clock(datetime.fromisoformat("2026-03-02T08:30"), 730 * SECOND_US) == "08:42:10"


def test_a_date_is_microseconds_since_1970_in_its_own_zone() -> None:
    """Without a zone it is UTC; two hours east of it the same clock is two hours earlier."""
    assert epoch_us(datetime(1970, 1, 1, 0, 0, 1, 5)) == SECOND_US + 5  # noqa: DTZ001
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    east = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=2)))
    assert epoch_us(noon) - epoch_us(east) == 2 * HOUR_US
