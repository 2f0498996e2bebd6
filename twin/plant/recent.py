"""Recent steps of a quantity: the truth that sensors may still ask for.

A ring of the last 64 steps of many entities; whoever asks for an older time has a window that is too long, and is told.
Source: circular buffers as in any data logger; 64 steps of 10 s are ten minutes, ten times the longest usual window.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.errors import InvariantBroken
from twin.core.units import Us

RING_STEPS = 64


class Recent:
    """The last 64 steps, of *step_us* each, of one quantity of many *entities*."""

    def __init__(self, entities: int, step_us: Us) -> None:
        self._ring = np.zeros((RING_STEPS, entities))
        self._step_us, self._newest = step_us, -1

    def keep(self, steps: Ints, values: Floats) -> None:
        """Note *values* (n, entities) as those from each of *steps* (n,) on; steps come in order, none left out."""
        if len(steps):
            self._ring[steps % RING_STEPS] = values
            self._newest = int(steps[-1])

    def at(self, entity: Ints, time_us: Ints) -> Floats:
        """Values of *entity* at the last step at or before *time_us*, all shape (n,)."""
        step = np.minimum(time_us // self._step_us, self._newest)
        if len(step) and int(step.min()) <= self._newest - RING_STEPS:
            raise InvariantBroken("history", "plant", int(time_us.min()), "asked for a time older than 64 steps")
        found: Floats = self._ring[step % RING_STEPS, entity]
        return found
