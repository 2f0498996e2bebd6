"""Sensors: late, a little wrong, in steps, and the same in every window."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import SECOND_US
from twin.plant.sensors import SensorArray, SensorFault
from twin.plant.spec import SensorSpec

PERIOD_US = 10 * SECOND_US
EXACT = SensorSpec(
    sd_k=0, bias_sd_k=0, lag_s=0, gain_sd=0, lsb_k=0, power_noise=0, drift_k_year=0, meter_gain_sd=0, current_lsb_a=0,
    power_lsb_kw=0,
)  # fmt: skip


def array(
    spec: SensorSpec, sensors: int = 1, quantity: str = "temperature_c", faults: Sequence[SensorFault] = ()
) -> SensorArray:
    """Equal sensors in room 0."""
    names = [f"t-{n}" for n in range(sensors)]
    return SensorArray(spec, names, [0] * sensors, [quantity] * sensors, 7, faults)


def series(sensors: SensorArray, truth: Floats, sensor: int = 0) -> Floats:
    """Readings of one sensor for *truth*, one sample every 10 s."""
    sample: Ints = np.arange(len(truth), dtype=np.int64)
    return sensors.values(np.full(len(truth), sensor), sample, sample * PERIOD_US, truth)


def test_an_exact_sensor_says_the_truth() -> None:
    """Without error every quantity is reported as it is."""
    truth = np.linspace(0.0, 1.0, 50)
    for quantity in ("temperature_c", "door_open", "compressor_current_a", "power_kw"):
        assert np.array_equal(series(array(EXACT, quantity=quantity), truth), truth)


def test_no_reading_leaves_the_range() -> None:
    """A probe of -55 to 125 degC says no more and no less, whatever the room does; a meter never runs backward."""
    cold, hot = series(array(SensorSpec()), np.array([-90.0] * 20)), series(array(SensorSpec()), np.array([200.0] * 20))
    assert (set(cold.tolist()), set(hot.tolist())) == ({-55.0}, {125.0})
    assert series(array(SensorSpec(), quantity="power_kw"), np.array([0.0, -1.0])).tolist() == [0.0, 0.0]


def test_readings_lie_on_the_quantisation_grid() -> None:
    """Each temperature is a whole multiple of 0.0625 K."""
    readings = series(array(SensorSpec()), np.linspace(0, 8, 200))
    assert np.array_equal(readings / 0.0625, np.rint(readings / 0.0625))


def test_quantisation_adds_its_known_noise() -> None:
    """V32: the error of rounding to 0.0625 K has the standard deviation 0.018042 K."""
    truth = np.linspace(0.0, 10.0, 100_001)
    error = series(array(EXACT.model_copy(update={"lsb_k": 0.0625})), truth) - truth
    assert error.std() == pytest.approx(0.018042, rel=1e-3)


def test_a_step_is_followed_with_the_lag_s_exponential() -> None:
    """The input runs from 0 to 1 within one sample and stays: the closed form of a ramp, then the exponential."""
    spec = EXACT.model_copy(update={"lag_s": 60.0})
    readings = series(array(spec), np.array([0.0] + [1.0] * 30))
    ramp = 1 - 6 * (1 - math.exp(-1 / 6))
    assert readings[1] == pytest.approx(ramp, rel=1e-12)
    assert readings[1:] == pytest.approx(1 - (1 - ramp) * np.exp(-np.arange(30) / 6), rel=1e-12)


def test_a_ramp_is_followed_one_lag_behind() -> None:
    """After many lags the reading trails a ramp of 0.05 K/s by 3 K."""
    spec = EXACT.model_copy(update={"lag_s": 60.0})
    truth = np.arange(0, 2000, 10.0) * 0.05
    assert truth[-1] - series(array(spec), truth)[-1] == pytest.approx(3.0, rel=1e-9)


def test_a_first_sample_is_settled() -> None:
    """A sensor has hung in its room since before the story: no lag at the first sample."""
    assert series(array(EXACT.model_copy(update={"lag_s": 60.0})), np.array([4.0, 4.0])) == pytest.approx([4.0, 4.0])


def test_calibration_and_noise_have_their_spreads() -> None:
    """Over many sensors the fixed error spreads by 0.1 K, over many samples the noise by 0.05 K."""
    spec = SensorSpec(lsb_k=0, gain_sd=0, drift_k_year=0)
    many = array(spec, 4000)
    everyone = np.arange(4000, dtype=np.int64)
    first = many.values(everyone, np.zeros(4000, dtype=np.int64), np.zeros(4000, dtype=np.int64), np.full(4000, 4.0))
    assert (first - 4.0).std() == pytest.approx(math.hypot(0.1, 0.05), rel=0.05)
    assert series(array(spec), np.full(4000, 4.0)).std() == pytest.approx(0.05, rel=0.05)


def test_power_has_noise_in_proportion_and_a_door_has_none() -> None:
    """One per cent of the reading; nothing when nothing runs."""
    truth = np.where(np.arange(4000) % 2 == 0, 0.0, 2.8)
    power = series(array(SensorSpec(power_lsb_kw=0), quantity="power_kw"), truth)
    assert np.all(power[::2] == 0.0)
    assert power[1::2].std() == pytest.approx(0.028, rel=0.05)
    doors = (truth > 0).astype(np.float64)
    assert np.array_equal(series(array(SensorSpec(), quantity="door_open"), doors), doors)


@settings(max_examples=30, deadline=None)
@given(cuts=st.lists(st.integers(1, 59), max_size=6), seed=st.integers(0, 100))
def test_windows_do_not_change_a_reading(cuts: list[int], seed: int) -> None:
    """Sixty samples of five sensors, mixed within the call: any cutting gives the same bits, faults included."""
    chance = np.random.default_rng(seed)
    sample, sensor = np.divmod(np.arange(300, dtype=np.int64), 5)
    truth, time_us = chance.uniform(2, 6, 300), sample * PERIOD_US + sensor
    faults = (
        SensorFault(1, "hold", 20 * PERIOD_US, 40 * PERIOD_US),
        SensorFault(2, "bias_step", 5 * PERIOD_US, 50 * PERIOD_US, size=2.0),
        SensorFault(3, "dropout", 30 * PERIOD_US, 31 * PERIOD_US),
    )
    whole = array(SensorSpec(), 5, faults=faults).values(sensor, sample, time_us, truth)
    cut, edges = array(SensorSpec(), 5, faults=faults), [0, *sorted({5 * c for c in cuts}), 300]
    parts = [cut.values(sensor[a:b], sample[a:b], time_us[a:b], truth[a:b]) for a, b in pairwise(edges)]
    assert np.array_equal(whole, np.concatenate(parts), equal_nan=True)


def test_faults_are_known_to_the_truth() -> None:
    """The array says who was wrong when, for metrics and for nobody else."""
    sensors = array(EXACT, 2, faults=(SensorFault(1, "bias_step", 10, 20, size=1.0),))
    assert sensors.faulty(np.array([0, 1, 1, 1]), np.array([15, 9, 10, 20])).tolist() == [False, False, True, False]


def test_a_call_without_samples_gives_none() -> None:
    """An empty window is a window."""
    none: Ints = np.zeros(0, dtype=np.int64)
    assert len(array(SensorSpec()).values(none, none, none, np.zeros(0))) == 0
