"""Tags: where robots' navigation believes people to be.

People who work among robots wear a tag that anchors locate, and robots slow down near a tag long before their own
scanner sees anybody. That belief can be moved: away from people, so that robots no longer slow down for them, or to
where every robot is, so that all of them creep. The protective field is local and honest, and stops them still.

Sources: Nozomi Networks Labs, UWB real time locating systems: how secure radio communications may fail in practice
(2022), for tags moved in and out of zones; ISO 3691-4:2023 for the protective field that does not depend on it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.plant.neighbours import near_pairs

WARNING_M = 5.0
WARNING_SIDE_M = 3.0
WARNING_BACK_M = 2.0
"""The warning field, in which navigation drives slowly: ahead, to each side, behind."""


class TagShift(NamedTuple):
    """How far anchors are led astray, metres east and north; ``everywhere`` shows a tag beside every robot."""

    east_m: float = 0.0
    north_m: float = 0.0
    everywhere: bool = False


class Tags:
    """What anchors say; ``shift`` None is the truth."""

    def __init__(self) -> None:
        self.shift: TagShift | None = None

    def near(self, shift: TagShift, robots: Floats, people_m: Floats) -> Ints:
        """Rows of *robots* that believe a person to be in their warning field.

        *robots* are x, y, and the heading's east and north, shape (4, n); *people_m* x and y, shape (2, m), true.
        """
        if shift.everywhere:
            return np.arange(robots.shape[1], dtype=np.int64)
        said_m = people_m + np.array([[shift.east_m], [shift.north_m]])
        row, person = near_pairs(robots[:2], said_m, WARNING_M)
        east_m, north_m = said_m[0].take(person) - robots[0].take(row), said_m[1].take(person) - robots[1].take(row)
        ux, uy = robots[2].take(row), robots[3].take(row)
        ahead_m, aside_m = east_m * ux + north_m * uy, np.abs(north_m * ux - east_m * uy)
        inside = (aside_m <= WARNING_SIDE_M) & (ahead_m > -WARNING_BACK_M) & (ahead_m <= WARNING_M)
        found: Ints = np.unique(row[inside])
        return found
