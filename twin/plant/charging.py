"""Charging: who goes to a charger, when, and how many robots that keeps from work.

A robot that is idle and low asks for a charger, or waits in line for one where it stands. When it is charged it parks
in a free bay, which frees its charger for the next in line. From asking until it is parked it takes no visit: that is
the number behind the charging part of an order's delay.

Sources: charging below a threshold, to a threshold, at a limited number of chargers as in WareMax; the queue is
:mod:`twin.plant.chargers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from twin.core.clock import Clock
from twin.core.units import Us
from twin.plant.battery import Batteries
from twin.plant.chargers import Chargers
from twin.plant.floor import Floor
from twin.plant.lanes import Routes
from twin.plant.ledger import Headcount
from twin.plant.robots import Robots, Stage

_IDLE = int(Stage.IDLE)
_CHARGES = tuple(int(stage) for stage in (Stage.TO_CHARGER, Stage.CHARGING, Stage.PARKING))
"""Stages in which a robot cannot take a visit because it charges: the way there and the way back count."""


class Charging:
    """``away`` counts the robots that cannot work because they charge, or are about to; ``go`` sends a robot out."""

    def __init__(
        self, floor: Floor, routes: Routes, robots: Robots, batteries: Batteries, clock: Clock,
        go: Callable[[int, int, Stage], None], free_bay: Callable[[int], int],
    ) -> None:  # fmt: skip
        self._routes, self._robots, self._batteries, self._clock = routes, robots, batteries, clock
        self._go, self._free_bay = go, free_bay
        self.chargers = Chargers(floor.chargers.tolist())
        self.away = Headcount()
        self._is_away = [False] * robots.count
        self.sent: npt.NDArray[np.bool_] = np.zeros(robots.count, dtype=np.bool_)
        """Who was told to charge, however full, and has not been at a charger since."""

    def low(self, robot: int) -> bool:
        """Whether *robot* should charge before it works."""
        low = self._batteries.share[robot] < self._robots.spec.charge_below
        return self.chargers.count > 0 and bool(low or self.sent[robot])

    def send(self, robot: int) -> None:
        """Tell *robot* to charge as soon as it is idle, however full it is (VDA 5050: startCharging)."""
        self.sent[robot] = self.chargers.count > 0
        self.seek(robot)

    def _able(self, robot: int) -> bool:
        return bool(self._robots.stage[robot] == _IDLE and not self._robots.holds[robot] and self.low(robot))

    def seek(self, robot: int) -> None:
        """Send *robot* to the nearest free charger, or let it wait for one, if it is idle, free to drive and low."""
        if self._able(robot):
            place = self.chargers.ask(robot, self._clock.now_us, lambda free: self._nearest(robot, free))
            self.count(robot)
            if place is not None:
                self._go(robot, place, Stage.TO_CHARGER)

    def _nearest(self, robot: int, free: Sequence[int]) -> int:
        away = self._routes.lane_distance_m(int(self._robots.cell[robot]), np.array(free, dtype=np.int64))
        return free[int(np.argmin(away))]

    def watch(self) -> None:
        """Let robots that are charged make room at their chargers, and let idle ones that are low ask for one."""
        robots, share = self._robots, self._batteries.share
        if self._batteries.plugged:
            for robot in np.flatnonzero(self._batteries.charging & (share >= robots.spec.charge_to)).tolist():
                self._batteries.plug(robot, on=False)
                self.sent[robot] = False
                self._go(robot, self._free_bay(int(robots.cell[robot])), Stage.PARKING)
        for robot in [robot for robot in self.chargers.waiting if not self.low(robot)]:
            self.leave_line(robot)
        empty = (share < robots.spec.charge_below) | self.sent
        for robot in np.flatnonzero((robots.stage == _IDLE) & empty).tolist():
            self.seek(robot)

    def give_back(self, robot: int, place: int) -> None:
        """*robot* has left *place*; if that was its charger, the next in line who can drive gets it."""
        if self.chargers.holder.get(place) == robot:
            follower = self.chargers.leave(place, self._clock.now_us, self._able)
            if follower is not None:
                self._go(follower, place, Stage.TO_CHARGER)

    def leave_line(self, robot: int) -> None:
        """*robot* no longer waits for a charger."""
        self.chargers.forget(robot, self._clock.now_us)
        self.count(robot)

    def count(self, robot: int) -> None:
        """Count *robot* in or out, after a change of its stage or of the line."""
        away = self._robots.stage[robot] in _CHARGES or robot in self.chargers.waiting
        if away != self._is_away[robot]:
            self._is_away[robot] = away
            self.away.add(1 if away else -1, self._clock.now_us)

    def share_us(self, since_us: Us) -> Us:
        """Time (microseconds) since *since_us* in which robots were kept from work by charging, mean of the fleet."""
        now_us = self._clock.now_us
        spent_us = self.away.integral_us(now_us) - self.away.integral_us(since_us)
        return spent_us // self._robots.count
