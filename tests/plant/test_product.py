"""Product: mean kinetic temperature against published figures, and what is at risk."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.units import HOUR_US, MINUTE_US
from twin.plant.product import ageing, mean_kinetic_c, product_harm, steady_c, time_above_us, trailing_kinetic_c
from twin.plant.spec import RoomSpec

PHARMA = RoomSpec(name="pharma-1", limit_low_c=2, limit_high_c=8, excursion_h=24, product_t=5, value_eur_t=100_000)


@pytest.mark.parametrize(
    ("temperatures", "hours", "expected"),
    [
        ((20.0, 25.0, 30.0), (1.0, 1.0, 1.0), 25.8582),
        ((25.0, 30.0), (1.0, 1.0), 27.8210),
        ((5.0, 15.0), (23.0, 1.0), 5.7635),
        ((5.0, 14.0), (18.0, 6.0), 8.2852),
    ],
)
def test_mean_kinetic_temperature_gives_the_published_values(
    temperatures: tuple[float, ...], hours: tuple[float, ...], expected: float
) -> None:
    """V24."""
    assert mean_kinetic_c(np.array(temperatures), np.array(hours)) == pytest.approx(expected, abs=5.1e-5)


def test_four_and_a_half_hours_at_fifteen_degrees_reach_the_limit_of_eight() -> None:
    """V25: 4.5210 h at 15 degC, the rest of the day at 5 degC."""
    hours = 24 * float(
        (ageing(np.array(8.0)) - ageing(np.array(5.0))) / (ageing(np.array(15.0)) - ageing(np.array(5.0)))
    )
    assert hours == pytest.approx(4.5210, abs=5e-5)
    assert mean_kinetic_c(np.array([5.0, 15.0]), np.array([24 - hours, hours])) == pytest.approx(8.0, abs=1e-9)


def test_many_windows_are_averaged_at_once() -> None:
    """The last axis is averaged, whatever lies before it."""
    windows = np.array([[20.0, 25.0, 30.0], [4.0, 4.0, 4.0]])
    assert mean_kinetic_c(windows) == pytest.approx([25.8582, 4.0], abs=5.1e-5)


@given(st.lists(st.floats(-20, 40), min_size=1, max_size=20))
def test_the_mean_kinetic_temperature_lies_between_mean_and_maximum(temperatures: list[float]) -> None:
    """Warm hours weigh more: never below the plain mean, never above the warmest."""
    values = np.array(temperatures)
    kinetic = float(mean_kinetic_c(values))
    assert values.mean() - 1e-9 <= kinetic <= values.max() + 1e-9


@given(st.floats(-40, 60))
def test_ageing_and_steady_temperature_are_inverse(temperature_c: float) -> None:
    """Both ways and back."""
    assert float(steady_c(ageing(np.array(temperature_c)))) == pytest.approx(temperature_c, abs=1e-9)


def test_a_trailing_window_forgets_what_left_it() -> None:
    """After 6 h at 14 degC the day before counts less and less; a day later nothing of it is left."""
    time_us = np.arange(0, 60, 1, dtype=np.int64) * HOUR_US
    temperature = np.where((time_us >= 18 * HOUR_US) & (time_us < 24 * HOUR_US), 14.0, 5.0)
    kinetic = trailing_kinetic_c(time_us, temperature, 60 * HOUR_US, 24 * HOUR_US)
    assert kinetic[23] == pytest.approx(8.2852, abs=5.1e-5)
    assert kinetic[0] == pytest.approx(5.0, abs=1e-9)
    assert kinetic[-1] == pytest.approx(5.0, abs=1e-9)
    assert np.all(np.diff(kinetic[24:48]) <= 1e-12)


def test_product_is_at_risk_once_its_kinetic_temperature_passes_the_limit() -> None:
    """V24 and V25 as harm: five hours at 15 degC spoil a pharma day, four do not; minutes and kelvin-hours add up."""
    edges = np.array([0, 10 * HOUR_US], dtype=np.int64)
    short = product_harm(PHARMA, edges, np.array([5.0, 15.0]), 14 * HOUR_US)
    long = product_harm(PHARMA, edges, np.array([5.0, 15.0]), 15 * HOUR_US)
    assert (short.at_risk_t, short.at_risk_eur, short.at_risk_from_us) == (0.0, 0.0, None)
    assert (long.at_risk_t, long.at_risk_eur, long.at_risk_from_us) == (5.0, 500_000.0, 10 * HOUR_US)
    assert (long.peak_c, long.over_limit_min) == (15.0, 300.0)
    assert long.kelvin_hours == pytest.approx(35.0)


def test_the_moment_of_risk_is_known_to_a_sample() -> None:
    """Minute by minute, 4.5210 h at 15 degC is passed in the 272nd minute."""
    time_us = np.arange(0, 10 * 60, dtype=np.int64) * MINUTE_US
    harm = product_harm(PHARMA, time_us, np.where(time_us >= HOUR_US, 15.0, 5.0), 10 * HOUR_US)
    assert harm.at_risk_from_us == HOUR_US + math.floor(4.5210 * 60) * MINUTE_US


def test_freezing_needs_no_time() -> None:
    """One minute below the lower limit is enough."""
    edges = np.array([0, HOUR_US, HOUR_US + MINUTE_US], dtype=np.int64)
    harm = product_harm(PHARMA, edges, np.array([4.0, 1.5, 4.0]), 2 * HOUR_US)
    assert (harm.at_risk_t, harm.at_risk_from_us, harm.over_limit_min) == (5.0, HOUR_US, 1.0)


def test_a_spell_above_the_warm_limit_counts_without_a_break() -> None:
    """Room-temperature product: 23 h at 31 degC are allowed, 24 h are not, and a break begins the count anew."""
    room = RoomSpec(name="crt-1", limit_low_c=15, limit_high_c=40, warm_c=30, warm_h=24, cap_c=40, excursion_h=720)
    edges = np.array([0, 10, 33, 34, 57, 58], dtype=np.int64) * HOUR_US
    broken = product_harm(room, edges, np.array([22.0, 31.0, 22.0, 31.0, 22.0, 22.0]), 60 * HOUR_US)
    assert broken.at_risk_t == 0.0
    whole = product_harm(room, edges, np.array([22.0, 31.0, 31.0, 22.0, 22.0, 22.0]), 60 * HOUR_US)
    assert (whole.at_risk_t, whole.at_risk_from_us) == (20.0, 33 * HOUR_US)


def test_above_its_cap_product_is_lost_at_once() -> None:
    """Controlled cold: a minute above 15 degC, whatever the mean kinetic temperature says; 34 pallets of 600 kg."""
    room = PHARMA.model_copy(update={"cap_c": 15.0, "product_t": 20.0})
    edges = np.array([0, HOUR_US, HOUR_US + MINUTE_US], dtype=np.int64)
    assert product_harm(room, edges, np.array([5.0, 15.0, 5.0]), 2 * HOUR_US).at_risk_t == 0.0
    harm = product_harm(room, edges, np.array([5.0, 15.1, 5.0]), 2 * HOUR_US)
    assert (harm.at_risk_t, harm.at_risk_pallets, harm.at_risk_from_us) == (20.0, 34, HOUR_US)


def test_time_above_a_level_is_counted_to_the_end_of_each_piece() -> None:
    """Pieces of one, two and three hours, the second below."""
    length_us = np.array([1, 2, 3, 4], dtype=np.int64)
    assert time_above_us(np.array([9.0, 1.0, 9.0, 9.0]), 5.0, length_us).tolist() == [1, 0, 3, 7]


def test_before_the_first_sample_nothing_has_come_to_harm() -> None:
    """No temperature is known, and none is made up."""
    none = np.array([], dtype=np.int64)
    harm = product_harm(PHARMA, none, none.astype(float), 0)
    assert (harm.at_risk_t, harm.at_risk_pallets, harm.kelvin_hours) == (0.0, 0, 0.0)
    assert math.isnan(harm.peak_c)
