"""Odometry of robots' reports: how far the reported place has moved beyond what the reported speed accounts for.

Between two reports a robot drives the mean of its two speeds times the time. What the place moved beyond that along the
axis it mostly moved on, and across it, is the residual of the pair, a vector in metres. It is what stops and starts
between two reports leave, a few tenths of a metre, and it cancels out on the way; a place that is shifted at once, or
drifts, does not. A robot that stands or was lifted by hand says nothing of it, nor does one that was silent for long.

Sources: dead reckoning as in H. Durrant-Whyte, Sensors and systems for land vehicles (1990s lecture notes); residuals
of odometry against a second source of pose: S. Roumeliotis et al., Sensor fault detection and identification in a
mobile robot, IROS 1998. VDA 5050 (agvPosition and velocity of a state).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import SECOND_US
from twin.detectors.base import Batch, Watch
from twin.detectors.parts.register import Register

SD_M = 0.35
"""Standard deviation of one residual, m, where a robot drives [0.33 over 80,000 pairs of three benign mornings]."""
_LONGEST_US = 5 * SECOND_US // 2


class Residuals(NamedTuple):
    """Robots by their number in the register (n,), in order of robot and time, and their residuals (2, n), m."""

    robot: Ints
    apart_m: Floats


class Odometry:
    """Remembers the last report of each robot of the register."""

    def __init__(self, watch: Watch, register: Register) -> None:
        self._register, self._stopped = register, watch.names.code("stopped")
        self._last = np.full((4, register.count + 1), np.nan)
        self._time_us = np.full(register.count + 1, -1, dtype=np.int64)

    def sums(self, batch: Batch) -> Residuals:
        """Residuals of *batch* summed up, one entry a robot that has any."""
        each = self.take(batch)
        robot, first = np.unique(each.robot, return_index=True)
        return Residuals(robot, np.add.reduceat(each.apart_m, first, axis=1) if len(robot) else each.apart_m)

    def take(self, batch: Batch) -> Residuals:
        """Residuals of all reports of *batch* that have a report shortly before them."""
        rows = batch.tables["robot_state"]
        number = self._register.numbers(rows["robot"])
        order = np.argsort(number, kind="stable")
        robot, time_us = number[order], rows["time"][order]
        now = np.stack([rows["x_m"][order], rows["y_m"][order], rows["speed_mps"][order]])
        now = np.concatenate([now, np.where(rows["state"][order] == self._stopped, np.nan, 0.0)[None]])
        again = np.zeros(len(robot), dtype=np.bool_)
        again[1:] = robot[1:] == robot[:-1]
        before, before_us = np.roll(now, 1, axis=1), np.roll(time_us, 1)
        before[:, ~again], before_us[~again] = self._last[:, robot[~again]], self._time_us[robot[~again]]
        last = np.append(~again[1:], True)[: len(robot)]
        self._last[:, robot[last]], self._time_us[robot[last]] = now[:, last], time_us[last]
        spent_us = time_us - before_us
        apart_m = _residual(now, before, spent_us / SECOND_US)
        known = (spent_us <= _LONGEST_US) & (before_us >= 0) & ~np.isnan(apart_m).any(axis=0)
        known &= robot < self._register.count
        return Residuals(robot[known], apart_m[:, known])


def _residual(now: Floats, before: Floats, spent_s: Floats) -> Floats:
    """Residuals (2, n) of states *now* after *before*, both (4, n): place, speed, and NaN where it was stopped."""
    moved = now[:2] - before[:2] + (now[3] + before[3])
    way_m = (now[2] + before[2]) / 2.0 * spent_s
    along = abs(moved[0]) >= abs(moved[1])
    main, across = np.where(along, moved[0], moved[1]), np.where(along, moved[1], moved[0])
    turned = np.minimum(abs(across), np.maximum(way_m - abs(main), 0.0))
    beyond, aside = abs(main) + turned - way_m, abs(across) - turned
    main, across = np.where(main < 0.0, -beyond, beyond), np.where(across < 0.0, -aside, aside)
    return np.stack([np.where(along, main, across), np.where(along, across, main)])
