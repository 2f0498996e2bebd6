"""Guessing what unit a number was meant in."""

from __future__ import annotations

import math

import pytest

from twin.lab.mistaken_units import meant


@pytest.mark.parametrize(
    ("key", "value", "low", "high", "unit", "words"),
    [
        ("setpoint_c", 277.15, -40, 30, "kelvin", "4 degC"),
        ("setpoint_c", 41, -40, 30, "degrees Fahrenheit", "5 degC"),
        ("charge_below", 25, 0, 1, "percent", "0.25"),
        ("turn_s", 1000, 0, 10, "milliseconds", "1 s"),
        ("speed_empty_mps", 5.4, 0, 3, "km/h", "1.5 m/s"),
        ("battery_kwh", 1600, 0, 100, "watt-hours", "1.6 kWh"),
        ("product_t", 20_000, 0, 5000, "kilograms", "20 t"),
        ("hours", 5400, 0, 744, "minutes", "90 h"),
        ("ambient_c", 293.15, -40, 55, "kelvin", "20 degC"),
        ("repair_min", 6000, 0, 1440, "seconds", "100 min"),
        ("excursion_h", 1440, 0, 720, "minutes", "24 h"),
        ("product_kj_kgk", 3100, 0, 10, "joules", "3.1 kJ/(kg K)"),
        ("door_m2", 50_000, 0, 200, "square centimetres", "5 m2"),
    ],
)
def test_the_first_unit_that_fits_is_named(
    key: str, value: float, low: float, high: float, unit: str, words: str
) -> None:
    """A number out of range that another unit would explain comes with its conversion."""
    guess = meant(key, value, low, high)
    assert guess is not None
    assert guess.unit == unit
    assert guess.remedy == f"did you mean {words}?"


def test_a_number_that_no_unit_explains_is_just_out_of_range() -> None:
    """Negative counts and wild numbers have no unit to blame."""
    assert meant("chargers", -1, 0, 400) is None
    assert meant("setpoint_c", 1e9, -40, 30) is None
    assert meant("turn_s", math.nan, 0, 10) is None


def test_a_share_just_above_one_was_not_meant_in_percent() -> None:
    """Who writes 1.5 for a share has slipped; who writes 2 or 95 thinks in percent."""
    assert meant("at_least", 1.5, 0, 1) is None
    assert [getattr(meant("at_least", value, 0, 1), "unit", "") for value in (2, 95)] == ["percent", "percent"]
