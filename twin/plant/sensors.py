"""Sensors: what is said about the truth.

A temperature sensor follows the truth late, a little wrong for ever, a little wrong each time, and in steps::

    y = quantise(lag(gain x + bias) + noise)

The lag is first order and exact for a truth that runs straight between two samples; noise is drawn by sensor and
number of sample, so that a reading is the same in whatever window it was asked for. Doors are reported as they are;
current and power carry a noise in proportion to the reading. A faulty sensor is stuck, biased or silent (NaN: it sends
nothing).

Sources: DS18B20 data sheet (0.0625 K steps) and published calibrations (mean error 0.046 to 0.130 K); fault kinds:
K. Ni et al., Sensor network data fault types, ACM Trans. Sensor Networks 5 (2009); meters: IEC 62053-21.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints, Streams
from twin.core.elementary import Floats, exp
from twin.core.units import SECOND_US, Us
from twin.plant.spec import SensorSpec

TEMPERATURE, DOOR, CURRENT, POWER = "temperature_c", "door_open", "compressor_current_a", "power_kw"
QUANTITIES = (TEMPERATURE, DOOR, CURRENT, POWER)


def stuck(reading: Floats, last: Floats, _size: float) -> Floats:
    """The last reading before the fault, again and again."""
    return np.where(np.isnan(last), reading, last)


def bias(reading: Floats, _last: Floats, size: float) -> Floats:
    """*size* units too much."""
    return reading + size


def dropout(reading: Floats, _last: Floats, _size: float) -> Floats:
    """Nothing: NaN, and the device sends no message."""
    return np.full_like(reading, np.nan)


FAULTS: Mapping[str, Callable[[Floats, Floats, float], Floats]] = {"bias": bias, "dropout": dropout, "stuck": stuck}
"""Kinds of fault: (reading, last reading, size) to reading, all shape (n,)."""


class SensorFault(NamedTuple):
    """One fault of one sensor in [onset, end): ground truth, with its kind as label."""

    sensor: int
    kind: str
    onset_us: Us
    end_us: Us
    size: float = 0.0


class SensorArray:
    """All sensors of a site, by number. ``rooms`` and ``quantities`` say what each looks at, for whoever asks."""

    def __init__(
        self,
        spec: SensorSpec,
        names: Sequence[str],
        rooms: Sequence[int],
        quantities: Sequence[str],
        seed: int,
        faults: Sequence[SensorFault] = (),
    ) -> None:
        self.spec, self.names, self.quantities = spec, tuple(names), tuple(quantities)
        self.rooms: Ints = np.array(rooms, dtype=np.int64)
        self.faults = tuple(faults)
        kind = np.array([QUANTITIES.index(quantity) for quantity in quantities], dtype=np.int64)
        self._thermal = kind == QUANTITIES.index(TEMPERATURE)
        self._metered = kind >= QUANTITIES.index(CURRENT)
        self._noise = Streams.of(seed, names, "noise")
        every, calibration = np.arange(len(names), dtype=np.int64), Streams.of(seed, names, "calibration")
        self._gain = np.where(self._thermal, calibration.normal(every, 0, 1.0, spec.gain_sd), 1.0)
        self._bias = np.where(self._thermal, calibration.normal(every, 1, 0.0, spec.bias_sd_k), 0.0)
        self._seen_us = np.full(len(names), -1, dtype=np.int64)
        self._input, self._lagged = np.zeros(len(names)), np.zeros(len(names))
        self._reported = np.full(len(names), np.nan)

    def values(self, sensor: Ints, sample: Ints, time_us: Ints, truth: Floats) -> Floats:
        """Readings for *truth*, all shape (n,).

        A sensor's samples come in order of time, within a call and from call to call; NaN is a reading that the sensor
        does not send.
        """
        order = np.argsort(sensor, kind="stable")
        who, when = sensor[order], time_us[order]
        rounds = _rounds(who)
        reading = self._reading(who, sample[order], self._late(who, when, truth[order], rounds))
        if self.faults:
            self._spoil(who, when, reading, rounds)
        self._reported[who] = reading
        result = np.empty_like(reading)
        result[order] = reading
        return result

    def faulty(self, sensor: Ints, time_us: Ints) -> npt.NDArray[np.bool_]:
        """Ground truth: whether *sensor* has a fault at *time_us*, shape (n,)."""
        found = np.zeros(len(sensor), dtype=np.bool_)
        for fault in self.faults:
            found |= _active(fault, sensor, time_us)
        return found

    def _late(self, who: Ints, when: Ints, truth: Floats, rounds: list[Ints]) -> Floats:
        """The lagged input; between two samples of one sensor the input ran straight."""
        goal = self._gain[who] * truth + self._bias[who]
        first = np.diff(who, prepend=-1) != 0
        seen_us = np.where(first, self._seen_us[who], np.roll(when, 1))
        was = np.where(first, self._input[who], np.roll(goal, 1))
        slow = self._thermal[who] & (seen_us >= 0) & (when > seen_us) & (self.spec.lag_s > 0)
        in_lags = np.where(slow, (when - seen_us) / (SECOND_US * (self.spec.lag_s or 1.0)), 1.0)
        behind = (goal - was) / in_lags
        kept = np.where(slow, exp(-np.minimum(in_lags, 700.0)), 0.0)
        lagged = np.where(slow, goal - behind + (behind - was) * kept, goal)
        for rows in rounds:
            lagged[rows] += kept[rows] * self._lagged[who[rows]]
            self._lagged[who[rows]] = lagged[rows]
        self._seen_us[who], self._input[who] = when, goal
        return lagged

    def _reading(self, who: Ints, sample: Ints, lagged: Floats) -> Floats:
        noise = self._noise.normal(who, sample)
        warm = lagged + self.spec.sd_k * noise
        if self.spec.lsb_k > 0:
            warm = np.rint(warm / self.spec.lsb_k) * self.spec.lsb_k
        metered = np.where(self._metered[who], lagged * (1.0 + self.spec.power_noise * noise), lagged)
        return np.where(self._thermal[who], warm, metered)

    def _spoil(self, who: Ints, when: Ints, reading: Floats, rounds: list[Ints]) -> None:
        """Put what faulty sensors say in place of their *reading*, sample after sample."""
        for rows in rounds:
            for fault in self.faults:
                hit = rows[_active(fault, who[rows], when[rows])]
                reading[hit] = FAULTS[fault.kind](reading[hit], self._reported[who[hit]], fault.size)
            self._reported[who[rows]] = reading[rows]


def _active(fault: SensorFault, sensor: Ints, time_us: Ints) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (sensor == fault.sensor) & (time_us >= fault.onset_us) & (time_us < fault.end_us)
    return found


def _rounds(sensor: Ints) -> list[Ints]:
    """Row numbers of sorted *sensor* in rounds: the n-th round has each sensor's n-th row."""
    rows = np.arange(len(sensor), dtype=np.int64)
    first = np.diff(sensor, prepend=-1) != 0
    turn = rows - np.maximum.accumulate(np.where(first, rows, 0))
    return np.split(np.argsort(turn, kind="stable"), np.cumsum(np.bincount(turn))[:-1])
