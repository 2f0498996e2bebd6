"""The time book: what each robot's time went into, and how much of it an attack or a containment explains.

A robot that is held for a cause loses its time to that cause. One that waits behind it inherits the cause, one link a
step, and so does one that waits under its pod for a slot at a station where a robot so held has a slot.

A robot is down while it is broken, its battery is flat, or a person has it off the floor.

A robot that a response has slowed to a share of its speed loses the rest of the time in which it drives: at half the
speed, half of it (an upper bound, for it would also have stood longer elsewhere).

A robot's time is booked when it begins to do something else: each has a page open for what it does now.

Sources: the split of robot time (work, travel, wait, idle, charge, down) follows WareMax; attribution is ours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Log
from twin.core.units import Us
from twin.plant.motion import TICK_US
from twin.plant.robots import (
    ACTIVITIES,
    DOWN,
    LOST_ATTACK,
    LOST_CONTAINMENT,
    MOVING,
    WAITING,
    Cause,
    Hold,
    Robots,
    Stage,
    whole_numbers,
)
from twin.plant.stations import Stations
from twin.plant.visit import Visit

_WAIT_SLOT, _BROKEN = int(Stage.WAIT_SLOT), int(Hold.BROKEN)
_LOST_TO = np.array([WAITING, LOST_CONTAINMENT, LOST_ATTACK])


class TimeBook:
    """``spent_us`` has shape (activities, robots)."""

    def __init__(self, robots: Robots, stations: Stations, log: Log) -> None:
        self._robots, self._stations, self._log = robots, stations, log
        self._codes = log.truth_names.codes(robots.names)
        self._activities = log.truth_names.codes(ACTIVITIES)
        self._spent = np.zeros(len(ACTIVITIES) * robots.count, dtype=np.int64)
        self._spent_one = whole_numbers(self._spent)
        self._activity = robots.activity.copy()
        self._since_us, self._now_us = [0] * robots.count, 0
        self._blaming = False
        self._waiting, self._changes = list[int](), robots.changes
        self._lost_at: tuple[list[Us], ...] = tuple([] for _ in Cause)
        self._lost: tuple[list[int], ...] = tuple([] for _ in Cause)

    @property
    def spent_us(self) -> Ints:
        """Time (microseconds) by activity and robot."""
        self._turn_pages(range(self._robots.count))
        return self._spent.reshape(len(ACTIVITIES), -1)

    def lost_us(self, cause: Cause, since_us: Us) -> Us:
        """Time (microseconds) lost to *cause* since *since_us*, mean of the fleet."""
        times, total = self._lost_at[cause], self._lost[cause]
        if not total:
            return 0
        first = bisect_right(times, since_us)
        before = total[first - 1] if first else 0
        return (total[-1] - before) // self._robots.count

    def step(self, now_us: Us, waiting: list[int], visits: Sequence[Visit | None]) -> None:
        """Book the step up to *now_us*: *waiting* robots stand because their next place is taken."""
        robots, before = self._robots, (self._waiting, self._changes)
        self._waiting, self._changes = waiting, robots.changes
        if before != (waiting, robots.changes) or robots.blamed or self._blaming:
            self._look(now_us, waiting, visits)
        self._now_us = now_us
        if robots.slowed:
            self._book_slowness(now_us, visits)

    def _book_slowness(self, now_us: Us, visits: Sequence[Visit | None]) -> None:
        """What who drives slowly loses of this step, to containment."""
        robots, count, lost_us = self._robots, self._robots.count, 0
        slow = (self._activity == MOVING) & (robots.pace < 1.0) & (robots.speed_mps > 0.0)
        for robot in slow.nonzero()[0].tolist():
            part_us = round(TICK_US * (1.0 - float(robots.pace[robot])))
            self._spent_one[MOVING * count + robot] -= part_us
            self._spent_one[LOST_CONTAINMENT * count + robot] += part_us
            lost_us += part_us
            visit = visits[robot]
            if visit is not None and not visit.served:
                visit.blame(Cause.CONTAINMENT, part_us)
        if lost_us:
            self._lose(Cause.CONTAINMENT, now_us, lost_us)

    def _look(self, now_us: Us, waiting: list[int], visits: Sequence[Visit | None]) -> None:
        """Turn the pages of those who have begun to do something else."""
        robots = self._robots
        activity = robots.activity.copy()
        if waiting:
            activity[waiting] = WAITING
        if robots.held:
            activity[robots.holds != 0] = WAITING
            activity[robots.holds & _BROKEN != 0] = DOWN
        if robots.blamed or self._blaming:
            self._pass_on(np.array(waiting, dtype=np.int64), visits)
            self._blame(now_us, visits)
            activity = np.where(robots.blame > 0, _LOST_TO[robots.blame], activity)
            self._blaming = bool(np.count_nonzero(robots.blame))
        changed = (activity != self._activity).nonzero()[0]
        if len(changed):
            self._turn_pages(changed.tolist())
            self._activity = activity

    def _turn_pages(self, members: Iterable[int]) -> None:
        """Book what *members* have done until now since their page was begun."""
        count, now_us = self._robots.count, self._now_us
        for robot in members:
            self._spent_one[int(self._activity[robot]) * count + robot] += now_us - self._since_us[robot]
            self._since_us[robot] = now_us

    def _pass_on(self, waiting: Ints, visits: Sequence[Visit | None]) -> None:
        robots = self._robots
        blame = robots.cause.copy()
        ahead = robots.claim[robots.want[waiting]]
        blame[waiting] = np.maximum(blame[waiting], robots.blame[ahead])
        for robot in np.flatnonzero(robots.stage == _WAIT_SLOT).tolist():
            visit = visits[robot]
            if visit is not None:
                behind = [int(robots.blame[holder]) for holder in self._stations.holders(visit.station)]
                blame[robot] = max(int(blame[robot]), *behind, 0)
        robots.blame[:] = blame

    def _blame(self, now_us: Us, visits: Sequence[Visit | None]) -> None:
        lost = [0] * len(Cause)
        for robot in np.flatnonzero(self._robots.blame).tolist():
            cause = int(self._robots.blame[robot])
            lost[cause] += 1
            visit = visits[robot]
            if visit is not None and not visit.served:
                visit.blame(Cause(cause), TICK_US)
        for each, count in enumerate(lost):
            if count:
                self._lose(Cause(each), now_us, count * TICK_US)

    def _lose(self, cause: Cause, now_us: Us, lost_us: Us) -> None:
        """The fleet lost so much to *cause* in the step up to *now_us*, all robots together."""
        total = self._lost[cause]
        self._lost_at[cause].append(now_us)
        total.append((total[-1] if total else 0) + lost_us)

    def write(self, now_us: Us) -> None:
        """Write the time of every robot in every activity."""
        count = self._robots.count
        self._log.block(
            "robot_time",
            time=np.full(len(self._spent), now_us, dtype=np.int64),
            robot=np.tile(self._codes, len(ACTIVITIES)),
            activity=np.repeat(self._activities, count),
            spent_us=self.spent_us.reshape(-1).copy(),
        )
