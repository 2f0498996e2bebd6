"""Sensors: what is said about the truth.

A sensor follows the truth late, a little wrong for ever, a little wrong each time, within its range and in steps::

    y = quantise(clip(lag(gain x + bias + drift t) + noise))

:mod:`twin.plant.calibration` has the numbers of each sensor, :mod:`twin.plant.sensor_faults` what a broken one says
instead. The lag is first order and exact for a truth that runs straight between two samples; noise is drawn by sensor
and number of sample, so that a reading is the same in whatever window it was asked for. NaN is a reading that is not
sent.

Sources: those of the two modules; the exact step of a first-order lag on a ramp is elementary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from twin.core.chance import Draws, Ints, Streams
from twin.core.elementary import Floats, exp
from twin.core.units import SECOND_US
from twin.plant.calibration import CURRENT, DOOR, POWER, QUANTITIES, TEMPERATURE, Calibration
from twin.plant.sensor_faults import FAULTS, Broken, SensorFault, active
from twin.plant.spec import ChannelSpec, SensorSpec

__all__ = ["CURRENT", "DOOR", "FAULTS", "POWER", "QUANTITIES", "TEMPERATURE", "SensorArray", "SensorFault"]


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
        groups: Sequence[ChannelSpec] = (),
    ) -> None:
        self.spec, self.names, self.quantities = spec, tuple(names), tuple(quantities)
        self.rooms: Ints = np.array(rooms, dtype=np.int64)
        self.faults = tuple(faults)
        self.calibration = Calibration(spec, names, quantities, seed, groups)
        self._noise = Draws(Streams.of(seed, names, "noise"))
        broken = [Broken(fault, names[fault.sensor], seed) for fault in self.faults]
        self._on_signal = [each for each in broken if each.kind.where == "signal"]
        self._swapped = [each for each in broken if each.fault.kind == "swap"]
        self._on_reading = [each for each in broken if each.kind.where == "reading" and each.fault.kind != "swap"]
        self._seen_us = np.full(len(names), -1, dtype=np.int64)
        self._input, self._lagged = np.zeros(len(names)), np.zeros(len(names))

    def values(self, sensor: Ints, sample: Ints, time_us: Ints, truth: Floats) -> Floats:
        """Readings for *truth*, all shape (n,).

        Samples of one sensor come in order of time; a call goes on where the one before ended. NaN is a reading that
        the sensor does not send.
        """
        order = np.argsort(sensor, kind="stable")
        who, when, number = sensor[order], time_us[order], sample[order]
        late = self._late(who, when, truth[order])
        signal = late + self.calibration.spread(who, late) * self._noise.of(who, number)
        _spoil_all(self._on_signal, who, when, number, signal)
        reading = self.calibration.reading(who, signal)
        self._exchange(who, when, number, reading)
        _spoil_all(self._on_reading, who, when, number, reading)
        result = np.empty_like(reading)
        result[order] = reading
        return result

    def faulty(self, sensor: Ints, time_us: Ints) -> npt.NDArray[np.bool_]:
        """Ground truth: whether *sensor* has a fault at *time_us*, shape (n,)."""
        found = np.zeros(len(sensor), dtype=np.bool_)
        for fault in self.faults:
            found |= (sensor == fault.sensor) & active(fault, time_us)
        return found

    def _late(self, who: Ints, when: Ints, truth: Floats) -> Floats:
        """The lagged signal; between two samples of one sensor the input ran straight."""
        lagged = goal = self.calibration.signal(who, when, truth)
        again = np.flatnonzero(who[1:] == who[:-1]) + 1
        seen_us, was = self._seen_us[who], self._input[who]
        seen_us[again], was[again] = when[again - 1], goal[again - 1]
        lag_s = self.calibration.lag_s[who]
        slow = ((lag_s > 0.0) & (seen_us >= 0) & (when > seen_us)).nonzero()[0]
        if len(slow):
            in_lags = (when[slow] - seen_us[slow]) / (SECOND_US * lag_s[slow])
            behind = (goal[slow] - was[slow]) / in_lags
            kept = exp(-np.minimum(in_lags, 700.0))
            lagged, share = goal.copy(), np.zeros(len(goal))
            lagged[slow] = goal[slow] - behind + (behind - was[slow]) * kept
            share[slow] = kept
            for rows in _rounds(who):
                lagged[rows] += share[rows] * self._lagged[who[rows]]
                self._lagged[who[rows]] = lagged[rows]
        else:
            self._lagged[who] = lagged
        self._seen_us[who], self._input[who] = when, goal
        return lagged

    def _exchange(self, who: Ints, when: Ints, number: Ints, reading: Floats) -> None:
        """Exchange channels where the bus reads them: each says what the other would have said."""
        if self._swapped:
            own = reading.copy()
            for broken in self._swapped:
                mine, other = _rows(who, broken.fault.sensor), _rows(who, broken.source)
                broken.hear(when[other], own[other])
                reading[mine] = broken.spoil(when[mine], number[mine], own[mine])


def _spoil_all(faults: Sequence[Broken], who: Ints, when: Ints, number: Ints, value: Floats) -> None:
    """Put what broken sensors say in place of *value*, fault after fault in the order they were given."""
    for broken in faults:
        rows = _rows(who, broken.fault.sensor)
        if broken.kind.looks_back:
            broken.hear(when[rows], value[rows])
        value[rows] = broken.spoil(when[rows], number[rows], value[rows])


def _rows(who: Ints, sensor: int) -> slice:
    """The rows of *sensor* in sorted *who*."""
    first, end = np.searchsorted(who, (sensor, sensor + 1))
    return slice(int(first), int(end))


def _rounds(sensor: Ints) -> Iterator[Ints]:
    """Row numbers of sorted *sensor* in rounds: the n-th round has each sensor's n-th row."""
    last = len(sensor) - 1
    again = np.zeros(len(sensor) + 1, dtype=np.bool_)
    again[1:-1] = sensor[1:] == sensor[:-1]
    rows: Ints = np.flatnonzero(~again[:-1])
    while len(rows):
        yield rows
        rows = rows[rows < last] + 1
        rows = rows[again[rows]]
