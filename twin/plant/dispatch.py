"""Dispatch: which idle robot takes which waiting visit.

The scarcer side chooses. With more idle robots than waiting visits, the next visit takes the robot that is nearest to
its pod; with more visits than robots, a robot takes the nearest of the visits that have waited longest. Without the
second rule a busy fleet serves each pod from wherever a robot happens to come free, drives twice as far as it must, and
never catches up again. It chooses from few visits, in proportion to the fleet: robots come free all over the floor at
about that rate, so nobody is passed over for long.

Sources: P. J. Egbelu, J. M. A. Tanchoco, Characterization of automatic guided vehicle dispatching rules, International
Journal of Production Research 22 (1984): nearest-vehicle and nearest-workcentre rules.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.plant.backlog import Backlog
from twin.plant.fleet import Fleet
from twin.plant.visit import Visit

WINDOW = 32
"""A robot chooses from so many visits at most (judgement)."""
ROBOTS_A_CHOICE = 8
"""There is one visit to choose from for so many robots (judgement): a few robots keep to the order of arrival."""


def choose(fleet: Fleet, backlog: Backlog, idle: Ints) -> tuple[int, Visit]:
    """The robot of *idle* and the visit of *backlog* that go together next; neither may be empty."""
    if len(backlog) <= len(idle):
        visit = backlog.next()
        return fleet.nearest(fleet.visits.bay_for(visit), idle), visit
    robot, visits = int(idle[0]), backlog.first(window_of(fleet.robots.count))
    bays = np.array([fleet.visits.bay_for(visit, robot) for visit in visits], dtype=np.int64)
    here = int(fleet.robots.cell[robot])
    away_m = np.where(bays == here, -1, fleet.routes.lane_distance_m(here, bays))
    return robot, visits[int(np.argmin(away_m))]


def window_of(robots: int) -> int:
    """How many visits a robot of a fleet of *robots* chooses from."""
    return max(1, min(WINDOW, robots // ROBOTS_A_CHOICE))
