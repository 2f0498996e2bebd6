"""Thermometers in company: who has left the others of the room, and whether together they lead its mean.

Each thermometer minus the room's median is a constant of its own, learnt from its first values. One that leaves it for
minutes has most likely broken: a probe came loose, a plug is wet. Several that leave it to the same side at once, far
enough to move the mean of all by more than any single fault does, are another matter: controllers believe the mean.

Sources: R. Isermann, Fault-Diagnosis Systems (2006), chapter 7 (analytical redundancy); how far a few sensors move a
mean, and not a median: P. Huber, Robust Statistics (1981), section 1.3.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.detectors.parts.register import Flags
from twin.detectors.physics.groups import Thermometers, middle

_LEARNT, _SIBLINGS = 8, 3


class Left(NamedTuple):
    """Thermometers that have left, by number, and which of them lead the mean of their room."""

    sensors: Ints
    leading: Flags


class Company:
    """Every thermometer against its room.

    ``apart_k`` is how far it has to be off, for ``looks`` looks in a row; ``leads_k`` how far all that are off to one
    side move the mean of the room.
    """

    def __init__(self, there: Thermometers, apart_k: float, looks: int, leads_k: float) -> None:
        self.apart_k, self.looks, self.leads_k = apart_k, looks, leads_k
        self._room, self._rooms = there.room, len(there.rooms)
        count = len(there.assets)
        self._usual, self._seen = np.zeros(count), np.zeros(count, dtype=np.int64)
        self._off = np.zeros(count, dtype=np.int64)
        self._reported: Flags = np.zeros(count, dtype=np.bool_)
        self._lead: Flags = np.zeros(count, dtype=np.bool_)
        self.middle: Floats = np.full(self._rooms, np.nan)

    def take(self, values: Floats) -> Left:
        """One look at *values* (thermometers,), NaN where unknown: who is newly found to have left, or to lead."""
        apart = self._apart(values)
        known = ~np.isnan(apart)
        learning = known & (self._seen < _LEARNT)
        self._seen[learning] += 1
        self._usual[learning] += (apart[learning] - self._usual[learning]) / self._seen[learning]
        off = np.where(known & ~learning, apart - self._usual, 0.0)
        self._off = np.where(abs(off) > self.apart_k, self._off + 1, 0)
        self._reported &= self._off > 0
        self._lead &= self._off > 0
        gone = self._off >= self.looks
        leading = gone & self._leading(off, gone, known)
        found = np.flatnonzero((gone & ~self._reported) | (leading & ~self._lead))
        self._reported |= gone
        self._lead |= leading
        return Left(found, leading[found])

    def _apart(self, values: Floats) -> Floats:
        """Each value minus its room's median, NaN where too few siblings are known."""
        apart = np.full_like(values, np.nan)
        for room in range(self._rooms):
            inside = self._room == room
            self.middle[room] = middle(values[inside])
            if np.count_nonzero(~np.isnan(values[inside])) >= _SIBLINGS:
                apart[inside] = values[inside] - self.middle[room]
        return apart

    def _leading(self, off: Floats, gone: Flags, known: Flags) -> Flags:
        """Those of *gone* that are with others of their room on the same side, and move its mean with them."""
        leading = np.zeros(len(off), dtype=np.bool_)
        for room in range(self._rooms):
            inside = self._room == room
            for side in (off > 0.0, off < 0.0):
                those = gone & inside & side
                share = abs(float(off[those].sum())) / max(1, int((known & inside).sum()))
                if np.count_nonzero(those) > 1 and share > self.leads_k:
                    leading |= those
        return leading
