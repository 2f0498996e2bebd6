"""People who walk where robots drive.

A walker rests at the edge of the field, goes along the edge to a cross aisle and crosses the field on it, end to end,
again and again. Walks depend on the seed only: never on robots, nor on the posture. Nobody avoids a robot, which is the
careful assumption for counting near misses.

Sources: walking speed: ISO 13855 allows for 1.6 m/s, 1.2 m/s is usual; the share of time spent walking is a judgement.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints, Streams, bits
from twin.core.log import Log
from twin.core.units import SECOND_US, Us
from twin.plant.floor import Floor
from twin.plant.spec import PeopleSpec

MARGIN_M = 2.0
"""How far outside the field people rest and change aisles."""
_FINGERPRINT_WALKS = 64


class People:
    """Walkers with positions ``x_m``, ``y_m`` (m, shape (walkers,)) at the time last asked for.

    A walk has three legs: rest, along the edge, across. ``inside`` says who is crossing the field.
    """

    def __init__(self, spec: PeopleSpec, floor: Floor, seed: int, log: Log) -> None:
        self._spec, self._log = spec, log
        self.count = spec.walkers
        self.names = tuple(f"person-{number + 1:02d}" for number in range(self.count))
        self.codes = log.names.codes(self.names)
        self._west, self._east = -MARGIN_M, floor.width - 1 + MARGIN_M
        self._rows = np.array(floor.cross_y, dtype=np.float64)
        self._pause, self._row, self._start = (
            Streams.of(seed, self.names, purpose) for purpose in ("pause", "aisle", "start")
        )
        self._walk, self._leg = np.zeros(self.count, dtype=np.int64), np.zeros(self.count, dtype=np.int64)
        self._begins_us, self._ends_us = np.zeros(self.count, dtype=np.int64), np.zeros(self.count, dtype=np.int64)
        self._place_walkers()
        self.inside = np.zeros(self.count, dtype=np.bool_)
        self._next_end_us: Us = 0

    def _place_walkers(self) -> None:
        everyone = np.arange(self.count, dtype=np.int64)
        east = self._start.uniform(everyone, 0) < 0.5
        self.x_m = np.where(east, self._east, self._west)
        self.y_m = self._rows[self._start.integers(everyone, 1, 0, len(self._rows))]
        self._from_x, self._from_y = self.x_m.copy(), self.y_m.copy()
        self._to_x, self._to_y = self.x_m.copy(), self.y_m.copy()
        self._ends_us[:] = (self._pause_s(everyone, 0) * SECOND_US).astype(np.int64)

    def _pause_s(self, walker: Ints, walk: Ints | int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return self._pause.exponential(walker, walk, self._spec.pause_s)

    def move_to(self, time_us: Us) -> None:
        """Bring everybody to *time_us* (never back in time)."""
        if not self.count:
            return
        while time_us >= self._next_end_us:
            for walker in (self._ends_us <= time_us).nonzero()[0].tolist():
                self._next_leg(walker)
            self._next_end_us = int(self._ends_us.min())
        span = np.maximum(1, self._ends_us - self._begins_us)
        share = (time_us - self._begins_us) / span
        self.x_m = self._from_x + (self._to_x - self._from_x) * share
        self.y_m = self._from_y + (self._to_y - self._from_y) * share

    def _next_leg(self, walker: int) -> None:
        """The leg after the one that *walker* has finished: rest (0), along the edge (1), across (2)."""
        leg = self._leg[walker] = (self._leg[walker] + 1) % 3
        self._from_x[walker], self._from_y[walker] = self._to_x[walker], self._to_y[walker]
        self._begins_us[walker] = self._ends_us[walker]
        one = np.array([walker], dtype=np.int64)
        walk = int(self._walk[walker])
        if leg == 0:
            self._walk[walker] = walk + 1
            lasts_s = float(self._pause_s(one, walk + 1)[0])
        else:
            if leg == 1:
                self._to_y[walker] = self._rows[int(self._row.integers(one, walk, 0, len(self._rows))[0])]
            else:
                self._to_x[walker] = self._west if self._from_x[walker] > 0.0 else self._east
            way = abs(self._to_x[walker] - self._from_x[walker]) + abs(self._to_y[walker] - self._from_y[walker])
            lasts_s = float(way) / self._spec.speed_mps
        self._ends_us[walker] = self._begins_us[walker] + int(lasts_s * SECOND_US)
        self.inside[walker] = leg == 2

    def sample(self, now_us: Us) -> None:
        """Write where everybody is."""
        self.move_to(now_us)
        times = np.full(self.count, now_us, dtype=np.int64)
        self._log.block("person", time=times, person=self.codes, x_m=self.x_m.copy(), y_m=self.y_m.copy())

    def fingerprint(self) -> int:
        """Order-free hash of everybody's first walks."""
        if not self.count:
            return 0
        walker = np.repeat(np.arange(self.count, dtype=np.int64), _FINGERPRINT_WALKS)
        walk = np.tile(np.arange(_FINGERPRINT_WALKS, dtype=np.int64), self.count)
        pause_us = (self._pause_s(walker, walk) * SECOND_US).astype(np.uint64)
        row = self._row.integers(walker, walk, 0, len(self._rows))
        mixed = bits(bits(pause_us, row), walk)
        return int(np.add.reduce(mixed))
