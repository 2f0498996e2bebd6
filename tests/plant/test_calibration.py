"""How far each sensor is from right: its own error, for good, and growing with its age."""

from __future__ import annotations

import numpy as np
import pytest

from twin.plant.calibration import CURRENT, DOOR, POWER, QUANTITIES, TEMPERATURE, YEAR_US, Calibration, usual
from twin.plant.spec import ChannelSpec, SensorSpec

NAMES = [f"t-{n}" for n in range(4000)]


def calibration(spec: SensorSpec, *groups: ChannelSpec, quantity: str = TEMPERATURE, count: int = 1) -> Calibration:
    """Sensors of one quantity."""
    return Calibration(spec, NAMES[:count], [quantity] * count, 7, groups)


def error(of: Calibration, years: float, truth: float = 0.0) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What every sensor adds to *truth* so many years after the story began."""
    every = np.arange(len(of.gain))
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = (
        of.signal(every, np.full(len(every), round(years * YEAR_US)), np.full(len(every), truth)) - truth
    )
    return found


def test_drift_has_gone_on_since_a_sensor_was_installed_and_goes_on() -> None:
    """A rate of 0.5 K a year on a sensor of four years: two kelvin already, and half a kelvin more in a year."""
    of = calibration(SensorSpec(bias_sd_k=0, gain_sd=0), ChannelSpec(drift_year=0.5, age_years=4.0))
    assert error(of, 0.0).tolist() == [2.0]
    assert error(of, 1.0).tolist() == [2.5]


def test_rates_of_drift_spread_as_the_site_says_and_ages_evenly() -> None:
    """Over four thousand sensors: 0.03 K a year around nothing, ages from new to five years."""
    of = calibration(SensorSpec(), count=4000)
    assert of.drift_year.std() == pytest.approx(0.03, rel=0.05)
    assert abs(of.drift_year.mean()) < 0.002
    assert (of.age_years.min() > 0, of.age_years.max() < 5) == (True, True)
    assert of.age_years.mean() == pytest.approx(2.5, rel=0.03)


def test_a_meter_errs_in_proportion_and_a_contact_not_at_all() -> None:
    """Nothing runs, nothing is read: no offset, no drift, no noise at zero."""
    for quantity in (CURRENT, POWER):
        meter = calibration(SensorSpec(), quantity=quantity)
        assert error(meter, 3.0).tolist() == [0.0]
        assert meter.spread(np.array([0]), np.array([0.0])).tolist() == [0.0]
        assert meter.spread(np.array([0]), np.array([50.0])).tolist() == [0.5]
    door = calibration(SensorSpec(), quantity=DOOR)
    assert error(door, 3.0, truth=1.0).tolist() == [0.0]
    assert door.reading(np.array([0]), np.array([1.0])).tolist() == [1.0]


def test_a_group_of_a_site_says_what_is_different_about_it() -> None:
    """One cheap sensor among usual ones; what it does not say is as the site says."""
    cheap = ChannelSpec(noise=0.3, step=0.5, low=-10, high=40, gain=1.02, bias=0.7, lag_s=300)
    of = calibration(SensorSpec(), cheap, ChannelSpec(), count=2)
    assert (of.noise.tolist(), of.step.tolist(), of.lag_s.tolist()) == ([0.3, 0.05], [0.5, 0.0625], [300, 60])
    assert (of.gain[0], of.bias[0]) == (1.02, 0.7)
    assert of.reading(np.array([0, 1, 0]), np.array([3.3, 3.3, 77.0])).tolist() == [3.5, 3.3125, 40.0]


def test_a_sensor_s_error_is_its_own_whoever_hangs_beside_it() -> None:
    """Drawn by name: the third of ten is the third of a thousand."""
    few, many = calibration(SensorSpec(), count=10), calibration(SensorSpec(), count=1000)
    for name in ("gain", "bias", "drift_year", "age_years"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[:10])


def test_every_quantity_has_its_usual_numbers() -> None:
    """A range that holds what there is to measure, and steps finer than it."""
    for quantity in QUANTITIES:
        numbers = usual(SensorSpec(), quantity)
        assert numbers.low < numbers.high
        assert 0 <= numbers.step < (numbers.high - numbers.low) / 100
