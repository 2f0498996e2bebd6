"""The book of a listener on serial buses: what each sensor said, and what was then said of it, sample by sample.

A poll and its publication are two events at two times, so they are joined by the number of the sample at the sensor;
where a publication has no number, by the last poll before it. The book keeps the newest :data:`KEPT` samples of each
sensor, so its size depends on the number of sensors alone.

Sources: Modbus over Serial Line V1.02 (a listener hears every request and every answer on the line).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import Us

KEPT = 128
"""Samples of each sensor: 21 minutes of one each ten seconds, twice what a gateway can keep itself (judgement)."""


class Pairs(NamedTuple):
    """Publications whose poll is known, shape (n,) all: row among those given, sensor, values, time of the poll."""

    row: Ints
    sensor: Ints
    read: Floats
    told: Floats
    polled_us: Ints


class BusBook:
    """Polls and publications of *count* sensors."""

    def __init__(self, count: int) -> None:
        self._number = np.full((count, KEPT), -1, dtype=np.int64)
        self._polled_us = np.full((count, KEPT), -1, dtype=np.int64)
        self._read, self._told = np.full((count, KEPT), np.nan), np.full((count, KEPT), np.nan)
        self.newest: Ints = np.full(count, -1, dtype=np.int64)

    def polled(self, sensor: Ints, number: Ints, time_us: Ints, value: Floats) -> None:
        """Note what sensors said, all shape (n,) and in order of time."""
        slot = number % KEPT
        self._number[sensor, slot], self._polled_us[sensor, slot] = number, time_us
        self._read[sensor, slot], self._told[sensor, slot] = value, np.nan
        np.maximum.at(self.newest, sensor, number)

    def published(self, sensor: Ints, number: Ints, value: Floats) -> Pairs:
        """Join what was said of samples by their numbers, all shape (n,)."""
        slot = number % KEPT
        known = np.flatnonzero(self._number[sensor, slot] == number)
        return self._joined(known, sensor[known], slot[known], value[known])

    def published_at(self, sensor: Ints, time_us: Ints, value: Floats) -> Pairs:
        """Join what was said at times, without a number, to the last poll before each, all shape (n,)."""
        before = self._polled_us[sensor]
        before = np.where(before <= time_us[:, None], before, -1)
        slot = before.argmax(axis=1)
        known = np.flatnonzero(before[np.arange(len(slot)), slot] >= 0)
        return self._joined(known, sensor[known], slot[known], value[known])

    def untold(self, from_us: Us, to_us: Us) -> Ints:
        """Sensors of samples that were polled in [from, to) and that nobody has published, one entry a sample."""
        missing = (self._polled_us >= max(from_us, 0)) & (self._polled_us < to_us) & np.isnan(self._told)
        return np.flatnonzero(missing) // KEPT

    def history(self, sensor: int) -> tuple[Floats, Floats]:
        """What *sensor* said and what was said of it, in order of samples, where both are known."""
        order = np.argsort(self._number[sensor], kind="stable")
        read, told = self._read[sensor, order], self._told[sensor, order]
        both = ~np.isnan(told)
        return read[both], told[both]

    def _joined(self, row: Ints, sensor: Ints, slot: Ints, value: Floats) -> Pairs:
        self._told[sensor, slot] = value
        return Pairs(row, sensor, self._read[sensor, slot], value, self._polled_us[sensor, slot])
