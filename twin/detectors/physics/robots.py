"""Robots' reports against motion: what no AMR that obeys its drives could say about itself.

Lanes run east-west and north-south, so the way between two reports is at least the sum of both displacements, and at
top speed it takes at least that long. A pose that is written anew jumps; so does one that was carried by hand, which
is why a jump from or to ``stopped`` says nothing. One stop on the way is a breakdown or a person; many are not.

Sources: VDA 5050 (state: position, velocity, driving); plausibility of positions by reachable distance is common in
vehicle networks, e.g. R. Schmidt et al., Vehicle behavior analysis to enhance security in VANETs, 2008.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.log import Columns
from twin.core.units import HOUR_US, SECOND_US, Us
from twin.detectors.base import Alert, Batch, Watch
from twin.detectors.parts.register import Flags, Register
from twin.detectors.parts.voice import Spacing

_SPEED_TOLERANCE = 1.1
_STOP_US = 60 * SECOND_US
_STOPS = 3
_STOPS_WITHIN_US = 2 * HOUR_US


@dataclass(frozen=True)
class _Pairs:
    """Each report with the one before it, rows sorted by robot and time, shape (n,)."""

    robot: Ints
    rows: Ints
    before: Ints
    """Row before it in this order, or -1 where memory holds what came before."""
    last: Ints
    """Places, among these, of each robot's newest report."""


class RobotReports:
    """Checks of ``robot_state`` rows; remembers the last report of each robot.

    ``slack_m`` is what positions may be off by themselves, ``astray_m`` how far a detour may lead away from the goal.
    """

    def __init__(self, watch: Watch, register: Register, slack_m: float, astray_m: float) -> None:
        self.slack_m, self.astray_m, self.limit_mps = slack_m, astray_m, watch.speed_limit_mps
        self._register = register
        self._stopped, self._moving = watch.names.code("stopped"), watch.names.code("moving")
        size = register.count + 1
        self._time: Ints = np.full(size, -1, dtype=np.int64)
        self._x, self._y, self._best = np.zeros(size), np.zeros(size), np.full(size, np.inf)
        self._goal_x, self._goal_y = np.full(size, np.nan), np.full(size, np.nan)
        self._still: Flags = np.zeros(size, dtype=np.bool_)
        self._since: Ints = np.full(size, -1, dtype=np.int64)
        self._stops: dict[int, list[Us]] = {}
        self._said = Spacing(HOUR_US)

    def judge(self, batch: Batch) -> list[Alert]:
        """Alerts about the reports of *batch*."""
        rows = batch.tables["robot_state"]
        alerts: list[Alert] = []
        if len(rows["time"]):
            pairs = self._paired(rows)
            stopped = rows["state"] == self._stopped
            still, was_still = stopped[pairs.rows], self._previous(pairs, stopped, self._still)
            jumped = self._jumped(rows, pairs) & ~still & ~was_still
            fast = rows["speed_mps"][pairs.rows] > self.limit_mps * _SPEED_TOLERANCE
            alerts += self._say(
                batch, pairs.robot[jumped], "T0836", "reported position jumps farther than it can drive"
            )
            alerts += self._say(batch, pairs.robot[fast], "T0836", "reports a speed above the fleet's limit")
            self._note_stops(rows, pairs, still, was_still)
            alerts += self._say(batch, self._astray(rows, pairs), "T0831", "drives away from its goal")
            self._keep(rows, pairs, still)
        return alerts + self._say(batch, self._halting(batch.to_us), "T0831", "stops on its way again and again")

    def _paired(self, rows: Columns) -> _Pairs:
        number = self._register.numbers(rows["robot"])
        order = np.argsort(number, kind="stable")
        robot = number[order]
        turns = (robot[1:] != robot[:-1]).nonzero()[0]
        before = np.empty_like(order)
        before[1:] = order[:-1]
        before[0] = -1
        before[turns + 1] = -1
        return _Pairs(robot, order, before, np.append(turns, len(robot) - 1))

    def _previous(self, pairs: _Pairs, column: np.ndarray, memory: np.ndarray) -> np.ndarray:
        return np.where(pairs.before < 0, memory[pairs.robot], column[pairs.before])

    def _jumped(self, rows: Columns, pairs: _Pairs) -> Flags:
        """Manhattan way above what top speed allows since the last report."""
        then = self._previous(pairs, rows["time"], self._time)
        x, y = self._previous(pairs, rows["x_m"], self._x), self._previous(pairs, rows["y_m"], self._y)
        way = np.abs(rows["x_m"][pairs.rows] - x) + np.abs(rows["y_m"][pairs.rows] - y)
        spent_s = (rows["time"][pairs.rows] - then) / SECOND_US
        far: Flags = (way > self.limit_mps * _SPEED_TOLERANCE * spent_s + self.slack_m) & (then >= 0)
        return far

    def _note_stops(self, rows: Columns, pairs: _Pairs, still: Flags, was_still: Flags) -> None:
        """Since when each robot stands; a stand that lasted is kept as a stop when it becomes one."""
        turned = (still != was_still).nonzero()[0]
        for robot, row, stands in zip(
            pairs.robot[turned].tolist(), pairs.rows[turned].tolist(), still[turned].tolist(), strict=True
        ):
            self._since[robot] = rows["time"][row] if stands else -1

    def _halting(self, now_us: Us) -> Ints:
        """Robots whose newest lasting stop is the third within two hours."""
        lasting = np.flatnonzero((self._since >= 0) & (now_us - self._since >= _STOP_US))
        halting = []
        for robot in lasting.tolist():
            stops = [stop for stop in self._stops.get(robot, []) if stop > now_us - _STOPS_WITHIN_US]
            if not stops or stops[-1] != self._since[robot]:
                stops.append(int(self._since[robot]))
                if len(stops) >= _STOPS:
                    halting.append(robot)
            self._stops[robot] = stops[-_STOPS:]
        return np.array(halting, dtype=np.int64)

    def _astray(self, rows: Columns, pairs: _Pairs) -> Ints:
        """Robots that move and are farther from their goal than they were, by more than a detour."""
        robot, row = pairs.robot[pairs.last], pairs.rows[pairs.last]
        goal_x, goal_y = rows["goal_x_m"][row], rows["goal_y_m"][row]
        away: Floats = np.abs(goal_x - rows["x_m"][row]) + np.abs(goal_y - rows["y_m"][row])
        same = (goal_x == self._goal_x[robot]) & (goal_y == self._goal_y[robot])
        best = np.where(same, np.minimum(self._best[robot], away), away)
        self._best[robot], self._goal_x[robot], self._goal_y[robot] = best, goal_x, goal_y
        astray: Ints = robot[(away > best + self.astray_m) & (rows["state"][row] == self._moving)]
        return astray

    def _keep(self, rows: Columns, pairs: _Pairs, still: Flags) -> None:
        robot, row = pairs.robot[pairs.last], pairs.rows[pairs.last]
        self._time[robot], self._still[robot] = rows["time"][row], still[pairs.last]
        self._x[robot], self._y[robot] = rows["x_m"][row], rows["y_m"][row]

    def _say(self, batch: Batch, robots: Ints, technique: str, title: str) -> list[Alert]:
        if not len(robots):
            return []
        alerts = []
        for robot in np.unique(robots).tolist():
            known = robot < self._register.count
            if known and self._said.passes((robot, title), batch.to_us):
                entity = self._register.assets[robot].name
                alerts.append(Alert(batch.to_us, entity, technique, "high", title, 0, int((robots == robot).sum())))
        return alerts
