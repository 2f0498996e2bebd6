"""The heat layer: where robots have waited on their way lately, cell by cell.

A robot that is on its way and does not move waits for others: that is congestion. What it waited counts less the longer
ago it is, by half every five minutes, so the layer shows what is going on and forgets by itself. It is computed from
rows with their times, so how often somebody looks changes nothing.

Sources: robot-minutes waited a cell as the map of congestion, as in simulators of robotic fulfilment such as RAWSim-O
(M. Merschformann et al., 2018); the half-life is a judgement.
"""

from __future__ import annotations

import numpy as np

from twin.core.log import Array
from twin.core.units import SECOND_US, Us

HALF_LIFE_S = 300.0
MOST = 128
"""Cells that a picture shows, the hottest first."""


class Heat:
    """Robot-seconds waited in each cell of a field of *width* by *height* cells, fading."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._waited_s = np.zeros(width * height)
        self._at_us: Us = 0

    def add(self, now_us: Us, times_us: Array, x_m: Array, y_m: Array, waited_s: float) -> None:
        """Robots stood at *x_m*, *y_m* at *times_us*, each for *waited_s*; all shape (n,), none after *now_us*."""
        self._waited_s *= _left((now_us - self._at_us) / SECOND_US)
        self._at_us = now_us
        inside = (x_m > -0.5) & (x_m < self.width - 0.5) & (y_m > -0.5) & (y_m < self.height - 0.5)
        cell = np.rint(y_m[inside]).astype(np.int64) * self.width + np.rint(x_m[inside]).astype(np.int64)
        np.add.at(self._waited_s, cell, waited_s * _left((now_us - times_us[inside]) / SECOND_US))

    def sections(self) -> dict[str, Array]:
        """The hottest cells (row by row from the south west) with whole robot-seconds, at least one, at most 255."""
        found = np.flatnonzero(self._waited_s >= 1.0)
        hottest = found[np.argsort(-self._waited_s[found], kind="stable")[:MOST]]
        return {
            "heat_cell": hottest.astype(np.uint16),
            "heat_level": np.minimum(self._waited_s[hottest], 255).astype(np.uint8),
        }


def _left(seconds: Array | float) -> Array:
    found: Array = np.exp2(-np.asarray(seconds) / HALF_LIFE_S)
    return found
