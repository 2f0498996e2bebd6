"""Refrigeration: compressors that are asked, and act when their own protection lets them.

A compressor runs or rests; once it has started it runs for a minimum time, once it has stopped it rests for a minimum
time. A request inside that time is kept, and the last request wins. Defrost is a timer in the plant, staggered over the
rooms: it stops the compressor for its length whatever anybody asks, and heats where a heater is fitted.

Sources: minimum times 3 to 5 min and two to four defrosts a day of 20 to 30 min are usual settings of cold-room
controllers; rooms above about 2 degC defrost without heater, by their own air (off-cycle).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from twin.core.units import DAY_US, Us, us
from twin.plant.spec import RoomSpec

Flags = npt.NDArray[np.bool_]

_NEVER: Us = 1 << 62


class Compressors:
    """One compressor a room, all looked at together at the steps of the rooms."""

    def __init__(self, specs: Sequence[RoomSpec]) -> None:
        self._min_on_us = [us(spec.min_on_min * 60) for spec in specs]
        self._min_off_us = [us(spec.min_off_min * 60) for spec in specs]
        self._period_us = [int(DAY_US / spec.defrosts_a_day) if spec.defrosts_a_day else _NEVER for spec in specs]
        self._length_us = [us(spec.defrost_min * 60) for spec in specs]
        count = len(specs)
        self._first_us = [(2 * room + 1) * period // (2 * count) for room, period in enumerate(self._period_us)]
        self.on: Flags = np.zeros(count, dtype=np.bool_)
        self.defrosting: Flags = np.zeros(count, dtype=np.bool_)
        self._wanted = [False] * count
        self._free_us: list[Us] = [0] * count
        self._next_us: Us = 0

    def command(self, room: int, on: bool, now_us: Us) -> bool:
        """Ask for *on*; True where it acts at the next step, False where it is kept until it may."""
        self._wanted[room] = on
        self._next_us = min(self._next_us, now_us)
        return bool(self.on[room] == on) or (now_us >= self._free_us[room] and not self.defrosting[room])

    def advance(self, now_us: Us) -> bool:
        """Bring all to *now_us*; True where anything changed. Cheap while nothing is due."""
        if now_us < self._next_us:
            return False
        self._next_us = _NEVER
        changed = [self._advance_one(room, now_us) for room in range(len(self._wanted))]
        return any(changed)

    def _advance_one(self, room: int, now_us: Us) -> bool:
        before = (bool(self.on[room]), bool(self.defrosting[room]))
        defrosting = self._defrost_due(room, now_us)
        free = now_us >= self._free_us[room]
        wanted = self._wanted[room] and not defrosting
        if wanted != before[0] and (free or defrosting):
            self._switch(room, wanted, now_us)
        elif wanted != before[0]:
            self._next_us = min(self._next_us, self._free_us[room])
        self.defrosting[room] = defrosting
        return before != (bool(self.on[room]), defrosting)

    def _switch(self, room: int, on: bool, now_us: Us) -> None:
        self.on[room] = on
        self._free_us[room] = now_us + (self._min_on_us if on else self._min_off_us)[room]

    def _defrost_due(self, room: int, now_us: Us) -> bool:
        """Whether the timer defrosts *room* now; notes when that changes next."""
        since = now_us - self._first_us[room]
        if since < 0:
            self._next_us = min(self._next_us, self._first_us[room])
            return False
        into = since % self._period_us[room]
        due = into < self._length_us[room]
        edge = self._length_us[room] if due else self._period_us[room]
        self._next_us = min(self._next_us, now_us + edge - into)
        return due
