"""Neighbours: who is near whom, without looking at every pair where there are many.

Few are compared each with each. Of many, the robots are put in order from west to east; whoever is near a person then
stands in one run of that order, and only those are looked at. Both ways give the same pairs.

Source: sweep and prune along one axis, as in C. Ericson, Real-Time Collision Detection (2005), section 7.5.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats

MANY = 8_000
"""Pairs from which sorting is quicker (measured)."""


def near_pairs(robots_m: Floats, people_m: Floats, reach_m: float) -> tuple[Ints, Ints]:
    """Pairs (robot, person) whose places differ by at most *reach_m* in both directions, in order of person.

    *robots_m* and *people_m* hold x and y, shapes (2, n) and (2, m).
    """
    if robots_m.shape[1] * people_m.shape[1] < MANY:
        return each_with_each(robots_m, people_m, reach_m)
    return sweep(robots_m, people_m, reach_m)


def each_with_each(robots_m: Floats, people_m: Floats, reach_m: float) -> tuple[Ints, Ints]:
    """:func:`near_pairs` for few."""
    east_m, north_m = np.subtract.outer(people_m[0], robots_m[0]), np.subtract.outer(people_m[1], robots_m[1])
    np.abs(east_m, out=east_m)
    np.abs(north_m, out=north_m)
    pair: Ints = (np.maximum(east_m, north_m, out=east_m) <= reach_m).ravel().nonzero()[0]
    person = pair // max(1, robots_m.shape[1])
    return pair - person * robots_m.shape[1], person


def sweep(robots_m: Floats, people_m: Floats, reach_m: float) -> tuple[Ints, Ints]:
    """:func:`near_pairs` for many: those of one person come from west to east."""
    order = robots_m[0].argsort(kind="stable")
    east_m = robots_m[0].take(order)
    first = east_m.searchsorted(people_m[0] - reach_m)
    count = east_m.searchsorted(people_m[0] + reach_m, "right") - first
    ends = count.cumsum()
    row = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64) + (first - ends + count).repeat(count)
    robot = order.take(row)
    person = np.arange(people_m.shape[1], dtype=np.int64).repeat(count)
    near = (np.abs(people_m[1].take(person) - robots_m[1].take(robot)) <= reach_m).nonzero()[0]
    return robot.take(near), person.take(near)
