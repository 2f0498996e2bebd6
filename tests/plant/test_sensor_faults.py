"""Faults of sensors: each does what its name says, in its time and nowhere else, whatever the window."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plant.test_sensors import EXACT
from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import HOUR_US, SECOND_US
from twin.plant.sensor_faults import FAULTS, SensorFault
from twin.plant.sensors import SensorArray
from twin.plant.spec import SensorSpec

PERIOD_US = 10 * SECOND_US
SAMPLES = 120
ONSET_US, END_US = 40 * PERIOD_US + 1, 80 * PERIOD_US + 1
SIZES = {"scale": 1.3, "stuck": 85.0, "clipping": 3.0, "coarse": 0.5}
NEVER_BY_CHANCE = [kind for kind in FAULTS if kind not in ("dropout", "spike", "clipping", "coarse")]
"""Kinds that change every reading under them, or nearly."""


def fault(kind: str, onset_us: int = ONSET_US, end_us: int = END_US, sensor: int = 1, **changes: Any) -> SensorFault:
    """A fault of the kind with usual parameters."""
    own = FAULTS[kind].parameters
    made = SensorFault(
        sensor, kind, onset_us, end_us,
        size=SIZES.get(kind, 1.5) if "size" in own else 0.0,
        share=0.4 if "share" in own else 1.0,
        other=2 if "with" in own else -1,
        back_us=20 * PERIOD_US if "back" in own else 0,
    )  # fmt: skip
    return made._replace(**changes)


def due(sensors: int = 3) -> tuple[Ints, Ints, Ints]:
    """Sensor, sample and time of all samples, mixed, each sensor at its own moment of the period."""
    sample, sensor = np.divmod(np.arange(SAMPLES * sensors, dtype=np.int64), sensors)
    return sensor, sample, sample * PERIOD_US + sensor * SECOND_US + 1


def truth(time_us: Ints, sensor: Ints) -> Floats:
    """A room that warms and cools, each sensor a little different."""
    hours = time_us / HOUR_US
    return 3.0 + 6.0 * hours * (1.0 - 2.0 * hours) + 0.4 * sensor


def readings(spec: SensorSpec, *faults: SensorFault, cuts: tuple[int, ...] = (), seed: int = 7) -> Floats:
    """Readings of three sensors, shape (samples, 3), asked for in windows cut after so many samples."""
    sensors = SensorArray(spec, ["a", "b", "c"], [0] * 3, ["temperature_c"] * 3, seed, faults)
    sensor, sample, time_us = due()
    edges = [0, *sorted({3 * cut for cut in cuts}), len(sensor)]
    parts = [
        sensors.values(sensor[a:b], sample[a:b], time_us[a:b], truth(time_us[a:b], sensor[a:b]))
        for a, b in pairwise(edges)
    ]
    return np.concatenate(parts).reshape(-1, 3)


def under() -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Samples of sensor 1 that lie in [onset, end)."""
    times = np.arange(SAMPLES) * PERIOD_US + SECOND_US + 1
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = (times >= ONSET_US) & (times < END_US)
    return found


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_touches_its_sensor_in_its_time_and_nothing_else(kind: str) -> None:
    """Before the onset, from the end on, and on every other sensor, each reading is to the bit what it would be."""
    healthy, sick = readings(SensorSpec()), readings(SensorSpec(), fault(kind))
    same = (healthy == sick) | (np.isnan(healthy) & np.isnan(sick))
    assert same[:, 0].all()
    assert same[:, 2].all()
    assert same[~under(), 1].all()
    assert not same[under(), 1].all()


@pytest.mark.parametrize("kind", NEVER_BY_CHANCE)
def test_a_fault_lasts_from_its_onset_to_its_end(kind: str) -> None:
    """Few readings under it are right, and those by chance."""
    same = readings(SensorSpec(), fault(kind))[under(), 1] == readings(SensorSpec())[under(), 1]
    assert same.mean() < 0.3


@pytest.mark.parametrize("kind", FAULTS)
def test_the_label_is_exact(kind: str) -> None:
    """The truth says of every sample whether it is under a fault: the onset is in, the end is out."""
    sensors = SensorArray(SensorSpec(), ["a", "b", "c"], [0] * 3, ["temperature_c"] * 3, 7, (fault(kind),))
    asked = np.array([ONSET_US - 1, ONSET_US, END_US - 1, END_US])
    assert sensors.faulty(np.full(4, 1), asked).tolist() == [False, True, True, False]
    assert not sensors.faulty(np.zeros(4, dtype=np.int64), asked).any()


@pytest.mark.parametrize("kind", FAULTS)
def test_the_seed_decides_and_nothing_else(kind: str) -> None:
    """Same seed, same readings; another seed, others."""
    first, again, other = (readings(SensorSpec(), fault(kind), seed=seed) for seed in (7, 7, 8))
    assert np.array_equal(first, again, equal_nan=True)
    assert not np.array_equal(first, other, equal_nan=True)


@pytest.mark.parametrize("kind", FAULTS)
@settings(max_examples=8, deadline=None)
@given(cuts=st.lists(st.integers(1, SAMPLES - 1), max_size=8))
def test_windows_do_not_change_a_faulty_reading(kind: str, cuts: list[int]) -> None:
    """However the time is cut, to the bit; a swapped sensor is heard across the cut, a replayed one from before it."""
    mirrored = [fault(kind, sensor=2, other=1)] if kind == "swap" else []
    whole = readings(SensorSpec(), fault(kind), *mirrored)
    assert np.array_equal(whole, readings(SensorSpec(), fault(kind), *mirrored, cuts=tuple(cuts)), equal_nan=True)


@settings(max_examples=20, deadline=None)
@given(kinds=st.lists(st.sampled_from(sorted(FAULTS)), min_size=2, max_size=4), cut=st.integers(1, SAMPLES - 1))
def test_faults_of_one_sensor_at_one_time_work_together_in_any_window(kinds: list[str], cut: int) -> None:
    """Several at once are applied in their order, and windows still change nothing."""
    many = [fault(kind, ONSET_US + n * PERIOD_US) for n, kind in enumerate(kinds)]
    assert np.array_equal(
        readings(SensorSpec(), *many), readings(SensorSpec(), *many, cuts=(cut,)), equal_nan=True
    )  # fmt: skip


def exactly(kind: str, **changes: Any) -> tuple[Floats, Floats]:
    """What an exact sensor would say under the fault, and what it says."""
    return readings(EXACT)[under(), 1], readings(EXACT, fault(kind, **changes))[under(), 1]


def test_each_kind_changes_the_signal_as_it_says() -> None:
    """Offset, gain and ceiling; a ramp by the hour from nothing at the onset; steps of half a kelvin."""
    right, step = exactly("bias_step")
    assert step == pytest.approx(right + 1.5)
    right, scaled = exactly("scale")
    assert scaled == pytest.approx(1.3 * right)
    right, clipped = exactly("clipping")
    assert np.array_equal(clipped, np.minimum(right, 3.0))
    right, coarse = exactly("coarse")
    assert np.array_equal(coarse, np.rint(right * 2) / 2)
    right, ramp = exactly("drift_ramp")
    times = (np.arange(SAMPLES) * PERIOD_US + SECOND_US + 1)[under()]
    assert ramp - right == pytest.approx(1.5 * (times - ONSET_US) / HOUR_US, abs=1e-12)


def test_stuck_is_at_a_value_of_its_own_and_hold_at_the_last_one() -> None:
    """85 degC is what a reset probe says; a hung transmitter says what it said last before the onset."""
    _, stuck = exactly("stuck")
    assert set(stuck.tolist()) == {85.0}
    last = readings(EXACT)[~under(), 1][39]
    _, held = exactly("hold")
    assert set(held.tolist()) == {last}


def test_a_sensor_that_holds_from_its_first_sample_repeats_that_one() -> None:
    """There is no earlier reading to repeat."""
    first = readings(EXACT)[0, 1]
    assert set(readings(EXACT, fault("hold", 0, END_US))[under(), 1].tolist()) == {first}


def test_noise_and_spikes_have_their_size_and_their_share() -> None:
    """Over ten thousand samples: the standard deviation asked for, and the share of samples asked for."""
    count = 10_000
    sample = np.arange(count, dtype=np.int64)
    for kind, share in (("noise_burst", 1.0), ("spike", 0.2), ("dropout", 0.3)):
        one = fault(kind, 0, 1 << 60, sensor=0, share=share)
        sensors = SensorArray(EXACT, ["a"], [0], ["temperature_c"], 7, (one,))
        said = sensors.values(np.zeros(count, dtype=np.int64), sample, sample * PERIOD_US, np.full(count, 4.0))
        if kind == "noise_burst":
            assert said.std() == pytest.approx(1.5, rel=0.03)
        elif kind == "spike":
            assert set(said.tolist()) == {4.0, 5.5}
            assert (said == 5.5).mean() == pytest.approx(0.2, abs=0.015)
        else:
            assert np.isnan(said).mean() == pytest.approx(0.3, abs=0.015)


def test_a_swap_gives_each_sensor_the_other_s_last_reading() -> None:
    """Sensor 1 is asked a second before sensor 2: it says what 2 said a period ago; 2 says what 1 just would have."""
    right = readings(EXACT)
    said = readings(EXACT, fault("swap"), fault("swap", sensor=2, other=1))
    rows = np.flatnonzero(under())[1:-1]
    assert np.array_equal(said[rows, 1], right[rows - 1, 2])
    assert np.array_equal(said[rows, 2], right[rows, 1])


def test_a_replay_says_the_window_before_the_onset_again_and_again() -> None:
    """Twenty periods recorded, forty to fill: each recorded reading comes twice."""
    right, said = readings(EXACT)[:, 1], readings(EXACT, fault("replay"))[:, 1]
    assert np.array_equal(said[40:60], right[20:40])
    assert np.array_equal(said[60:80], right[20:40])


def test_a_late_sensor_says_what_was_measured_before() -> None:
    """Twenty periods late to the sample, and on time again at the end."""
    right, said = readings(EXACT)[:, 1], readings(EXACT, fault("late"))[:, 1]
    assert np.array_equal(said[40:80], right[20:60])
    assert np.array_equal(said[80:], right[80:])


def test_faults_on_the_signal_keep_to_the_sensor_s_grid_and_range() -> None:
    """A probe that is wrong still speaks in steps of 0.0625 K, and no more than 125 degC."""
    for kind in (kind for kind, each in FAULTS.items() if each.where == "signal"):
        said = readings(SensorSpec(), fault(kind))[under(), 1]
        assert np.array_equal(said / 0.0625, np.rint(said / 0.0625))
    assert readings(SensorSpec(), fault("bias_step", size=500.0))[under(), 1].max() == 125.0


def test_the_table_of_faults_is_in_order_and_every_kind_says_what_it_does() -> None:
    """Kinds are listed by name, and named as their functions."""
    assert list(FAULTS) == sorted(FAULTS)
    assert all(kind == each.apply.__name__ and each.apply.__doc__ for kind, each in FAULTS.items())
