"""Recent poses, kept so that telemetry of a past window can be written exactly.

A cohort that emits rows for a whole window asks for poses at times that lie behind. The answer is the pose after the
last step at or before that time, whatever the window's length, so windows change no row. Charge is kept as often as it
is booked.

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
    """The last :data:`DEPTH` steps of *count* robots, one step each *tick_us*; charge each *book_ticks* steps."""

    def __init__(self, count: int, tick_us: Us, book_ticks: int) -> None:
        self._tick_us, self._book_ticks = tick_us, book_ticks
        self._values = np.zeros((DEPTH, 3, count))
        self._shown = np.zeros((DEPTH, 2, count), dtype=np.int64)
        self._charge = np.zeros((DEPTH // book_ticks + 2, count))
        self._last = -1

    def keep(self, tick: int, pose: Floats, shown: Ints) -> None:
        """Keep the poses after step *tick*: x, y, speed, shape (3, robots); state and goal, shape (2, robots)."""
        self._values[tick % DEPTH] = pose
        self._shown[tick % DEPTH] = shown
        self._last = tick

    def keep_charge(self, tick: int, share: Floats) -> None:
        """Keep the charge booked at step *tick*, a multiple of *book_ticks*."""
        self._charge[tick // self._book_ticks % len(self._charge)] = share

    def at(self, robot: Ints, time_us: Ints) -> Poses:
        """Poses of *robot* at *time_us*, both shape (n,); times lie within the last 255 s."""
        tick = np.minimum(np.asarray(time_us) // self._tick_us, self._last)
        if len(tick) and int(tick.min()) <= self._last - DEPTH:
            raise ValueError(f"poses are kept for {DEPTH} steps only")
        slot = tick % DEPTH
        x_m, y_m, speed = (self._values[slot, row, robot] for row in range(3))
        charge = self._charge[tick // self._book_ticks % len(self._charge), robot]
        return Poses(x_m, y_m, speed, charge, self._shown[slot, 0, robot], self._shown[slot, 1, robot])
