"""Translation: what a gateway says of what it reads, and the ways in which somebody can make it say something else.

======  ==========================================================================================
mode    what is said of a value that was read
======  ==========================================================================================
normal  the value
drop    nothing
freeze  the last value that was said before, again and again
replay  what was read in the stretch before, again and again, as if it were read now
alter   value * scale + offset
======  ==========================================================================================

A gateway keeps its last :data:`KEPT` samples of each sensor; that is the longest stretch that can be said again.

Sources: modes after ATT&CK for ICS T1691.002 (block reporting message), T1692.002 (unauthorized reporting message) and
T0856 (spoof reporting message); the number of samples is a judgement: ten minutes of one each ten seconds.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import MINUTE_US
from twin.net.channels import Mask

Mode = Literal["normal", "drop", "freeze", "replay", "alter"]
MODES: tuple[Mode, ...] = get_args(Mode)
_NORMAL, _DROP, _FREEZE, _REPLAY, _ALTER = range(len(MODES))
KEPT = 64


class Tampering(NamedTuple):
    """How values are to be translated from now on; ``minutes`` is the length of the stretch that is replayed."""

    mode: Mode
    offset: float = 0.0
    scale: float = 1.0
    minutes: float = 10.0


class Translation:
    """The translation of many sensors' samples, each numbered by its sensor; ``period_us`` has shape (sensors,)."""

    def __init__(self, period_us: Ints) -> None:
        count = len(period_us)
        self._period_us = period_us
        self._mode = np.zeros(count, dtype=np.int64)
        self._offset, self._scale = np.zeros(count), np.ones(count)
        self._last = np.full(count, np.nan)
        self._kept = np.full((count, KEPT), np.nan)
        self._stretch = np.full((count, KEPT), np.nan)
        self._length = np.ones(count, dtype=np.int64)
        self._next = np.zeros(count, dtype=np.int64)
        self._from = np.zeros(count, dtype=np.int64)
        self._tampered = False

    def change(self, sensors: Ints, to: Tampering) -> None:
        """Translate the samples of *sensors* in another way from their next one on."""
        self._mode[sensors] = MODES.index(to.mode)
        self._offset[sensors], self._scale[sensors] = to.offset, to.scale
        self._tampered = bool(self._mode.any())
        if to.mode == "replay":
            for sensor in sensors.tolist():
                self._cut(sensor, to.minutes)

    def said(self, sensor: Ints, sample: Ints, read: Floats) -> Floats:
        """What is said of each of many samples, in order of sensor, then time; NaN is not said. Shape (n,) all."""
        said = self._spoken(sensor, sample, read) if self._tampered else read
        self._kept[sensor, sample % KEPT] = read
        self._next[sensor] = sample + 1
        heard = ~np.isnan(said)
        self._last[sensor[heard]] = said[heard]
        return said

    def last(self, sensor: int) -> float:
        """What was said of a sensor last, NaN before anything was."""
        return float(self._last[sensor])

    def _spoken(self, sensor: Ints, sample: Ints, read: Floats) -> Floats:
        mode = self._mode[sensor]
        said = np.where(mode == _ALTER, read * self._scale[sensor] + self._offset[sensor], read)
        said[mode == _DROP] = np.nan
        said[mode == _FREEZE] = self._last[sensor[mode == _FREEZE]]
        again: Mask = mode == _REPLAY
        who = sensor[again]
        said[again] = self._stretch[who, (sample[again] - self._from[who]) % self._length[who]]
        return said

    def _cut(self, sensor: int, minutes: float) -> None:
        """Put aside the stretch that ends now."""
        upcoming = int(self._next[sensor])
        wanted = round(minutes * MINUTE_US / int(self._period_us[sensor]))
        length = max(1, min(wanted, KEPT, upcoming))
        self._stretch[sensor, :length] = self._kept[sensor, np.arange(upcoming - length, upcoming) % KEPT]
        self._from[sensor], self._length[sensor] = upcoming, length
