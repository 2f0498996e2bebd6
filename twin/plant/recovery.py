"""Breakdowns, jams, and the people who put things right.

Robots break down after keyed exponential times, whatever the posture, and a person repairs them. A robot that is held
and stands on a lane for 30 s makes a **jam**: routes then avoid its edge. After some minutes somebody notices and takes
it off the lane by hand; when it is repaired it is set down in a free bay, without the visit it was on.

Sources: WareMax (mean time between failures 100 h); the times to notice and to repair are judgements of the site file.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints, Streams, bits
from twin.core.log import Log
from twin.core.units import HOUR_US, MINUTE_US, SECOND_US, Us
from twin.plant.battery import Batteries
from twin.plant.floor import Floor
from twin.plant.lanes import Routes
from twin.plant.robots import CAUSES, NEVER_US, Cause, Hold, Robots, Stage
from twin.plant.visits import Visits

WATCH_TICKS = 10
"""Steps between two looks: 5 s."""
JAM_US: Us = 30 * SECOND_US
_FINGERPRINT_BREAKDOWNS = 16
_BLOCKING = ~int(Hold.PROTECTIVE | Hold.HALTED)
"""Holds that make a jam: nobody clears the lanes of a fleet that was stopped on purpose."""
_OFF = int(Stage.OFF)


class Recovery:
    """Watches the floor every 5 s. Times are microseconds, arrays have shape (robots,)."""

    def __init__(
        self, floor: Floor, routes: Routes, robots: Robots, visits: Visits, batteries: Batteries, seed: int, log: Log
    ) -> None:
        self._routes, self._robots, self._visits, self._batteries, self._log = routes, robots, visits, batteries, log
        self._codes = log.truth_names.codes(robots.names)
        self._incident = {word: log.truth_names.code(word) for word in ("jam", "recovered")}
        self._cause = [log.truth_names.code(word) for word in CAUSES]
        self._lanes = np.zeros(len(robots.claim), dtype=np.bool_)
        self._lanes[floor.lane_cells()] = True
        self._life, self._repair, self._tow = (
            Streams.of(seed, robots.names, purpose) for purpose in ("breakdown", "repair", "recovery")
        )
        count = robots.count
        self._breakdowns, self._tows = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        self._breaks_us = self._life_us(np.arange(count, dtype=np.int64), 0)
        self._mended_us = np.full(count, NEVER_US, dtype=np.int64)
        self._back_us = np.full(count, NEVER_US, dtype=np.int64)
        self._look_ahead()
        self._since_us = np.full(count, -1, dtype=np.int64)
        self._reported = np.zeros(count, dtype=np.bool_)
        self._why = np.zeros(count, dtype=np.int64)
        self._origin = robots.cell.copy()

    def _life_us(self, robot: Ints, number: Ints | int) -> Ints:
        return self._life.exponential(robot, number, self._robots.spec.mtbf_h * HOUR_US).astype(np.int64)

    def watch(self, now_us: Us) -> None:
        """Everything that is due at *now_us*."""
        if now_us >= self._next_us:
            self._break(now_us)
            for robot in np.flatnonzero(self._mended_us <= now_us).tolist():
                self._mended_us[robot] = NEVER_US
                self._mend(robot)
            for robot in np.flatnonzero(self._back_us <= now_us).tolist():
                self._bring_back(robot, now_us)
            self._look_ahead()
        for robot in self._batteries.flat().tolist():
            self.break_down(robot, now_us)
        self._look_for_jams(now_us)

    def _look_ahead(self) -> None:
        self._next_us = int(min(self._breaks_us.min(), self._mended_us.min(), self._back_us.min()))

    def _break(self, now_us: Us) -> None:
        for robot in np.flatnonzero(self._breaks_us <= now_us).tolist():
            self._breakdowns[robot] += 1
            number = int(self._breakdowns[robot])
            self._breaks_us[robot] += int(self._life_us(np.array([robot]), number)[0])
            self.break_down(robot, now_us)

    def break_down(self, robot: int, now_us: Us) -> None:
        """*robot* breaks down now, unless it is broken or off the floor already."""
        if self._robots.stage[robot] == Stage.OFF or not self._robots.hold(robot, Hold.BROKEN, Cause.NONE):
            return
        minutes = self._repair.exponential(np.array([robot]), self._breakdowns[[robot]], self._robots.spec.repair_min)
        self._mended_us[robot] = now_us + int(minutes[0] * MINUTE_US)
        self._look_ahead()

    def _mend(self, robot: int) -> None:
        self._robots.release(robot, Hold.BROKEN)
        if self._batteries.stored_j[robot] <= 0.0:
            self._batteries.swap(robot)

    def _look_for_jams(self, now_us: Us) -> None:
        robots = self._robots
        standing = (robots.holds & _BLOCKING != 0) & (robots.speed_mps == 0.0) & self._lanes[robots.cell]
        if not np.count_nonzero(standing) and not np.count_nonzero(self._since_us >= 0):
            return
        self._since_us[standing & (self._since_us < 0)] = now_us
        cleared = ~standing & (robots.stage != _OFF)
        self._since_us[cleared], self._reported[cleared] = -1, False
        jams = np.flatnonzero(standing & (now_us - self._since_us >= JAM_US))
        for robot in jams[~self._reported[jams]].tolist():
            self._reported[robot] = True
            self._write("jam", robot, int(robots.cause[robot]), now_us)
        cells = robots.cell[jams].tolist()
        self._routes.block(frozenset[int]().union(*(self._routes.edges_at(cell) for cell in cells)))
        noticed = round(robots.spec.jam_noticed_min * MINUTE_US)
        for robot in jams[now_us - self._since_us[jams] >= noticed].tolist():
            self.take_off(robot, now_us)

    def take_off(self, robot: int, now_us: Us) -> None:
        """A person takes *robot* off the floor; it comes back after a keyed exponential time."""
        robots = self._robots
        if robots.stage[robot] == Stage.OFF:
            return
        if self._since_us[robot] < 0:
            self._since_us[robot] = now_us
        self._why[robot] = robots.cause[robot]
        self._origin[robot] = robots.cell[robot]
        self._mended_us[robot] = NEVER_US
        self._tows[robot] += 1
        minutes = self._tow.exponential(np.array([robot]), self._tows[[robot]], robots.spec.repair_min)
        self._back_us[robot] = now_us + int(minutes[0] * MINUTE_US)
        self._look_ahead()
        robots.stand_at(robot, int(robots.workshop[robot]))
        self._visits.drop(robot)

    def _bring_back(self, robot: int, now_us: Us) -> None:
        robots = self._robots
        self._back_us[robot] = NEVER_US
        self._mend(robot)
        for why in (Hold.STUCK, Hold.EMERGENCY, Hold.NO_BASE):
            robots.release(robot, why)
        robots.stand_at(robot, self._visits.free_bay(int(self._origin[robot])))
        self._visits.put_back(robot)
        self._write("recovered", robot, int(self._why[robot]), now_us)
        self._since_us[robot], self._reported[robot] = -1, False

    def _write(self, word: str, robot: int, cause: int, now_us: Us) -> None:
        robots = self._robots
        self._log.one(
            "incident",
            time=now_us,
            incident=self._incident[word],
            robot=int(self._codes[robot]),
            x_m=float(robots.x_m[robot]),
            y_m=float(robots.y_m[robot]),
            speed_mps=0.0,
            severity=(now_us - int(self._since_us[robot])) / SECOND_US,
            cause=self._cause[cause],
        )

    def fingerprint(self) -> int:
        """Order-free hash of every robot's first breakdowns."""
        robot = np.repeat(np.arange(self._robots.count, dtype=np.int64), _FINGERPRINT_BREAKDOWNS)
        number = np.tile(np.arange(_FINGERPRINT_BREAKDOWNS, dtype=np.int64), self._robots.count)
        life = self._life_us(robot, number)
        return int(np.add.reduce(bits(life.astype(np.uint64), number)))
