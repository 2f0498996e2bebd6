"""Profiles: what is usual in each column of a group, and by how many spreads a row sticks out of it.

The middle of a column is its median. Its spread is 1.4826 times the median absolute deviation, which half of all rows
cannot move, but not less than what the thousandth highest row needs to be three spreads above the middle: a column that
rests for an hour and jumps once by nature is no news when it jumps. Nor is it less than a quarter of what the column
has, or where it counts than two more of what it counts, as far as that is less: of a machine that opens thirty-six
connections a minute for years, ten more are news. Rows stick out upwards only; silence is what other detectors are for.

Sources: B. Iglewicz, D. Hoaglin, How to Detect and Handle Outliers, ASQC 1993 (median, MAD and 1.4826); the normal
quantile of 0.999 is 3.09.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.elementary import Floats, exp
from twin.detectors.learning.features import COLUMNS, COUNTS, EVENTS

_TO_SIGMA = 1.4826
_HIGH, _HIGH_Z = 0.999, 3.09
LEAST_SPREAD = np.full(len(COLUMNS), 0.25)
LEAST_SPREAD[EVENTS] = 0.1
"""Least spread of each column in log(1 + x): a quarter more is no news, but one event where there was none is seven
spreads [judgement]."""
_MORE, _FINEST = 2.0, 0.05
"""In a column of counts two more are no news, nor is a twentieth more, however many there are [judgement]."""
MOST = 1000.0
"""Scores are cut there, so that one absurd number does not drown the other columns."""


class Profile(NamedTuple):
    """``centre`` and ``spread`` of each column, shape (columns,)."""

    centre: Floats
    spread: Floats


def least_spread(centre: Floats) -> Floats:
    """Least spread of each column around its *centre*, both (columns,)."""
    least = LEAST_SPREAD.copy()
    least[COUNTS] = np.clip(_MORE * exp(-centre[COUNTS]), _FINEST, least[COUNTS])
    return least


def fit(values: Floats, least: Floats | None = None) -> Profile:
    """The profile of rows *values* (n, columns), n at least 1, with no spread below *least* (columns,).

    Left out, the least is that of the columns that are learned.
    """
    centre = np.median(values, axis=0)
    least = least_spread(centre) if least is None else least
    deviation = _TO_SIGMA * np.median(np.abs(values - centre), axis=0)
    highest = np.sort(values, axis=0)[int(_HIGH * (len(values) - 1))]
    spread = np.maximum(np.maximum(deviation, (highest - centre) / _HIGH_Z), least)
    return Profile(centre, spread)


def stands_out(values: Floats, centre: Floats, spread: Floats) -> Floats:
    """By how many spreads each of *values* is above its centre, at least 0, at most ``MOST``; any shape."""
    found: Floats = np.clip((values - centre) / spread, 0.0, MOST)
    return found
