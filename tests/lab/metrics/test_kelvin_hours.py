"""Kelvin-hours: the area between the room's air and its limits."""

from __future__ import annotations

import pytest

from tests.lab.logs import CHILL, air, measured


def test_a_ramp_is_half_of_base_times_height() -> None:
    """From 5 to 8 degC in an hour, limit 5: 1.5 K h."""
    assert measured("kelvin_hours", *air((0, 5), (60, 8)), rooms=[CHILL]) == pytest.approx(1.5)


def test_within_the_limits_nothing_adds_up() -> None:
    """Cold enough and not too cold is 0."""
    assert measured("kelvin_hours", *air((0, 1), (30, 4.9), (60, 0)), rooms=[CHILL]) == 0.0


def test_too_cold_counts_as_much_as_too_warm() -> None:
    """2 K below the lower limit for half an hour is 1 K h."""
    assert measured("kelvin_hours", *air((0, -2), (30, -2)), rooms=[CHILL], span_min=30) == pytest.approx(1.0)


def test_the_last_sample_holds_to_the_end() -> None:
    """3 K above from minute 30 on, in a run of an hour: 1.5 K h."""
    assert measured("kelvin_hours", *air((30, 8)), rooms=[CHILL]) == pytest.approx(1.5)


def test_rooms_add_up() -> None:
    """Two rooms, one hour each at 1 K and 2 K beyond."""
    second = CHILL.model_copy(update={"name": "chill-2"})
    rows = air((0, 6), (60, 6)) + air((0, 7), (60, 7), room="chill-2")
    assert measured("kelvin_hours", *rows, rooms=[CHILL, second]) == pytest.approx(3.0)


def test_without_a_cold_room_it_is_undefined() -> None:
    """A hub without rooms has no limit to leave."""
    assert measured("kelvin_hours") is None
