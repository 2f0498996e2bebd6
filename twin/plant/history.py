"""Recent poses, kept so that telemetry of a past window can be written exactly.

A cohort that emits rows for a whole window asks for poses at times that lie behind. The answer is the pose after the
last step at or before that time, whatever the window's length, so windows change no row.

Sources: none; a ring buffer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import Us

DEPTH = 512
"""Steps kept: 256 s of half seconds."""


@dataclass(frozen=True)
class Poses:
    """Poses of shape (n,): metres, m/s, charge 0 to 1, the index into ``robots.STATES``, the place it goes to or -1."""

    x_m: Floats
    y_m: Floats
    speed_mps: Floats
    battery: Floats
    state: Ints
    goal: Ints


class History:
    """The last :data:`DEPTH` steps of *count* robots, one step each *tick_us*."""

    def __init__(self, count: int, tick_us: Us) -> None:
        self._tick_us = tick_us
        self._values = np.zeros((DEPTH, 4, count))
        self._state = np.zeros((DEPTH, count), dtype=np.int64)
        self._goal = np.full((DEPTH, count), -1, dtype=np.int64)
        self._last = -1

    def keep(
        self, tick: int, x_m: Floats, y_m: Floats, speed_mps: Floats, battery: Floats, state: Ints, goal: Ints
    ) -> None:
        """Keep the poses after step *tick*, each shape (robots,)."""
        row = self._values[tick % DEPTH]
        row[0], row[1], row[2], row[3] = x_m, y_m, speed_mps, battery
        self._state[tick % DEPTH] = state
        self._goal[tick % DEPTH] = goal
        self._last = tick

    def at(self, robot: Ints, time_us: Ints) -> Poses:
        """Poses of *robot* at *time_us*, both shape (n,); times lie within the last 255 s."""
        tick = np.minimum(np.asarray(time_us) // self._tick_us, self._last)
        if len(tick) and int(tick.min()) <= self._last - DEPTH:
            raise ValueError(f"poses are kept for {DEPTH} steps only")
        slot = tick % DEPTH
        x_m, y_m, speed, battery = (self._values[slot, column, robot] for column in range(4))
        return Poses(x_m, y_m, speed, battery, self._state[slot, robot], self._goal[slot, robot])
