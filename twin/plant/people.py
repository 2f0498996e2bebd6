"""People who walk where robots drive.

A walker rests at the edge of the field, goes along the edge to a cross aisle and crosses the field on it, end to end,
again and again. Walks depend on the seed only: never on robots, nor on the posture. Nobody avoids a robot, which is the
careful assumption for counting near misses.

Sources: walking speed: ISO 13855 allows for 1.6 m/s, 1.2 m/s is usual; the share of time spent walking is a judgement.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints, Streams, bits
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.units import SECOND_US, Us
from twin.plant.floor import Floor
from twin.plant.robots import NEVER_US
from twin.plant.spec import PeopleSpec

MARGIN_M = 2.0
"""How far outside the field people rest and change aisles."""
_FINGERPRINT_WALKS = 64
_PLANNED_WALKS = 16


class People:
    """Walkers with positions ``x_m``, ``y_m`` (m, shape (walkers,)) at the time last asked for.

    A walk has three legs: rest, along the edge, across. ``inside`` says who is crossing the field, ``crossing`` lists
    them; ``position_m`` holds both coordinates, shape (2, walkers), and is reckoned when somebody looks;
    ``velocity_mps`` is how fast each goes east and north on the leg they are on.
    """

    def __init__(self, spec: PeopleSpec, floor: Floor, seed: int, log: Log) -> None:
        self._spec, self._log = spec, log
        self.count, self.speed_mps = spec.walkers, spec.speed_mps
        self.velocity_mps = [(0.0, 0.0)] * self.count
        self.names = tuple(f"person-{number + 1:02d}" for number in range(self.count))
        self.codes = log.truth_names.codes(self.names)
        self._west, self._east = -MARGIN_M, floor.width - 1 + MARGIN_M
        self._rows = np.array(floor.cross_y, dtype=np.float64)
        self._pause, self._row, self._start = (
            Streams.of(seed, self.names, purpose) for purpose in ("pause", "aisle", "start")
        )
        self._walk, self._leg = np.zeros(self.count, dtype=np.int64), np.zeros(self.count, dtype=np.int64)
        self._begins_us, self._ends_us = np.zeros(self.count, dtype=np.int64), np.zeros(self.count, dtype=np.int64)
        self._place_walkers()
        self.inside = np.zeros(self.count, dtype=np.bool_)
        self.crossing: Ints = np.zeros(0, dtype=np.int64)
        self._crossing: list[int] = []
        self._next_end_us: Us = 0
        self._time_us: Us = -1
        self._placed_us: Us = -1

    def _place_walkers(self) -> None:
        everyone = np.arange(self.count, dtype=np.int64)
        east = self._start.uniform(everyone, 0) < 0.5
        self._position_m = np.empty((2, self.count))
        self._position_m[0] = np.where(east, self._east, self._west)
        self._position_m[1] = self._rows[self._start.integers(everyone, 1, 0, len(self._rows))]
        self._from, self._to = self._position_m.copy(), self._position_m.copy()
        self._way, self._lasts_us = np.zeros((2, self.count)), np.ones(self.count)
        self._began_us, self._share = np.zeros(self.count), np.zeros(self.count)
        (self._from_x, self._from_y), (self._to_x, self._to_y) = self._from, self._to
        self._course: list[tuple[float, float, float, float, float]] = [(0.0, 0.0, 0.0, 0.0, 1.0)] * self.count
        self._pauses_s: list[list[float]] = [[]] * self.count
        self._aisles_m: list[list[float]] = [[]] * self.count
        for walker in range(self.count):
            self._plan_walks(walker, 0)
            self._ends_us[walker] = int(self._pauses_s[walker][0] * SECOND_US)

    def _pause_s(self, walker: Ints, walk: Ints | int) -> Floats:
        return self._pause.exponential(walker, walk, self._spec.pause_s)

    def _plan_walks(self, walker: int, walk: int) -> None:
        """Draw the next pauses (s) and aisles (m) of *walker* at once, from *walk* on."""
        member = np.full(_PLANNED_WALKS, walker, dtype=np.int64)
        walks = np.arange(walk, walk + _PLANNED_WALKS, dtype=np.int64)
        self._pauses_s[walker] = self._pause_s(member, walks).tolist()
        self._aisles_m[walker] = self._rows[self._row.integers(member, walks, 0, len(self._rows))].tolist()

    def move_to(self, time_us: Us) -> None:
        """Bring everybody to *time_us* (never back in time)."""
        while time_us >= self._next_end_us:
            for walker in (self._ends_us <= time_us).nonzero()[0].tolist():
                self._next_leg(walker)
            self._next_end_us = int(self._ends_us.min(initial=NEVER_US))
        self._time_us = time_us

    @property
    def position_m(self) -> Floats:
        """East and north (m) of everybody, shape (2, walkers), always the same array."""
        if self._time_us != self._placed_us:
            self._placed_us = self._time_us
            np.subtract(self._time_us, self._began_us, out=self._share)
            self._share /= self._lasts_us
            np.multiply(self._way, self._share, out=self._position_m)
            self._position_m += self._from
        return self._position_m

    @property
    def x_m(self) -> Floats:
        """East (m) of everybody."""
        east: Floats = self.position_m[0]
        return east

    @property
    def y_m(self) -> Floats:
        """North (m) of everybody."""
        north: Floats = self.position_m[1]
        return north

    def crossing_m(self) -> list[tuple[int, float, float]]:
        """Who is crossing the field, east and north (m): ``position_m`` for few, one by one."""
        found = []
        for walker in self._crossing:
            from_x, from_y, way_x, began_us, lasts_us = self._course[walker]
            found.append((walker, way_x * ((self._time_us - began_us) / lasts_us) + from_x, from_y))
        return found

    def _next_leg(self, walker: int) -> None:
        """The leg after the one that *walker* has finished: rest (0), along the edge (1), across (2)."""
        leg = self._leg[walker] = (self._leg[walker] + 1) % 3
        self._from_x[walker], self._from_y[walker] = self._to_x[walker], self._to_y[walker]
        self._begins_us[walker] = self._ends_us[walker]
        if leg == 0:
            self._walk[walker] += 1
            walk = int(self._walk[walker])
            if walk % _PLANNED_WALKS == 0:
                self._plan_walks(walker, walk)
            lasts_s = self._pauses_s[walker][walk % _PLANNED_WALKS]
        else:
            if leg == 1:
                self._to_y[walker] = self._aisles_m[walker][self._walk[walker] % _PLANNED_WALKS]
            else:
                self._to_x[walker] = self._west if self._from_x[walker] > 0.0 else self._east
            way = abs(self._to_x[walker] - self._from_x[walker]) + abs(self._to_y[walker] - self._from_y[walker])
            lasts_s = float(way) / self._spec.speed_mps
        self._ends_us[walker] = self._begins_us[walker] + int(lasts_s * SECOND_US)
        self._began_us[walker] = self._begins_us[walker]
        self._lasts_us[walker] = max(1, self._ends_us[walker] - self._begins_us[walker])
        self._way[:, walker] = self._to[:, walker] - self._from[:, walker]
        per_s = SECOND_US / float(self._lasts_us[walker])
        self.velocity_mps[walker] = (float(self._way[0, walker]) * per_s, float(self._way[1, walker]) * per_s)
        self.inside[walker] = leg == 2
        self.crossing = self.inside.nonzero()[0]
        self._crossing = self.crossing.tolist()
        self._course[walker] = (
            float(self._from_x[walker]), float(self._from_y[walker]), float(self._way[0, walker]),
            float(self._began_us[walker]), float(self._lasts_us[walker]),
        )  # fmt: skip

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
