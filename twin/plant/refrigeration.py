"""Refrigeration: compressors that are asked, and act when their own protection lets them.

A compressor runs at a share of its capacity (all of it, where its speed is fixed) or rests; once it has started it runs
for a minimum time, once it has stopped it rests for a minimum time. A request inside that time is kept, and the last
request wins. Defrost is a timer in the plant, staggered over the rooms: it stops the compressor for its length whatever
anybody asks, and heats where a heater is fitted.

Sources: minimum times 3 to 5 min and two to four defrosts a day of 20 to 30 min are usual settings of cold-room
controllers; rooms above about 2 degC defrost without heater, by their own air (off-cycle).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import DAY_US, Us, us
from twin.plant.spec import RoomSpec

Flags = npt.NDArray[np.bool_]

NEVER: Us = 1 << 62


class Compressors:
    """One compressor a room. ``share`` (rooms,) is what runs now, ``wanted`` what was asked last."""

    def __init__(self, specs: Sequence[RoomSpec]) -> None:
        self._min_on_us = np.array([us(spec.min_on_min * 60) for spec in specs], dtype=np.int64)
        self._min_off_us = np.array([us(spec.min_off_min * 60) for spec in specs], dtype=np.int64)
        self.timers = any(spec.defrosts_a_day for spec in specs)
        periods = [int(DAY_US / spec.defrosts_a_day) if spec.defrosts_a_day else 0 for spec in specs]
        self._period_us = np.array([period or NEVER for period in periods], dtype=np.int64)
        self._length_us = np.array([us(spec.defrost_min * 60) for spec in specs], dtype=np.int64)
        count = len(specs)
        staggered = [(2 * room + 1) * period // (2 * count) or NEVER for room, period in enumerate(periods)]
        self._first_us = np.array(staggered, dtype=np.int64)
        self.share: Floats = np.zeros(count)
        self.wanted: Floats = np.zeros(count)
        self.free_us: Ints = np.zeros(count, dtype=np.int64)
        self.defrosting: Flags = np.zeros(count, dtype=np.bool_)
        self._edge_us: Ints = self._first_us.copy()

    @property
    def on(self) -> Flags:
        """Which compressors run."""
        return self.share > 0.0

    @property
    def waiting(self) -> bool:
        """Whether any may change by itself: see :meth:`next_us`."""
        return self.timers or bool((self.wanted != self.share).any())

    def command(self, room: int, share: float, acts_us: Us) -> bool:
        """Ask for *share* from *acts_us* on; True where it acts then, False where it is kept until it may."""
        self.wanted[room] = share
        same = (self.share[room] > 0.0) == (share > 0.0)
        free = acts_us >= self.free_us[room] and not self.defrosting[room]
        self.free_us[room] = max(int(self.free_us[room]), acts_us)
        return bool(same or free)

    def advance(self, now_us: Ints, here: Flags) -> None:
        """Bring those that are *here* to *now_us*, both (rooms,): defrosts begin and end, requests act."""
        if self.timers:
            self._defrost(now_us, here)
        target = np.where(self.defrosting, 0.0, self.wanted)
        if (target == self.share).all():
            return
        change = (target > 0.0) != (self.share > 0.0)
        switch = here & change & ((now_us >= self.free_us) | self.defrosting)
        follow = here & ~change
        self.share = np.where(switch | follow, target, self.share)
        rest_us = np.where(target > 0.0, self._min_on_us, self._min_off_us)
        self.free_us = np.where(switch, now_us + rest_us, self.free_us)

    def switch(self, room: int, on: bool, now_us: Us) -> None:
        """Switch one compressor at this very moment."""
        self.share[room] = float(on)
        self.free_us[room] = now_us + int((self._min_on_us if on else self._min_off_us)[room])

    def next_us(self) -> Ints:
        """When each may change by itself next (rooms,): a kept request acts, a defrost begins or ends."""
        if (self.wanted == self.share).all():
            return self._edge_us
        kept = ((self.wanted > 0.0) != (self.share > 0.0)) & ~self.defrosting
        return np.minimum(np.where(kept, self.free_us, NEVER), self._edge_us)

    def _defrost(self, now_us: Ints, here: Flags) -> None:
        """Begin and end what the timers of those that are *here* say; note when that changes next."""
        at_edge = here & (now_us >= self._edge_us)
        if not at_edge.any():
            return
        since = now_us - self._first_us
        into = since % self._period_us
        due = (since >= 0) & (into < self._length_us)
        ahead = np.where(since < 0, -since, np.where(due, self._length_us, self._period_us) - into)
        self.defrosting = np.where(at_edge, due, self.defrosting)
        self._edge_us = np.where(at_edge, now_us + ahead, self._edge_us)
