"""Peers: whether one member stands out among its own kind, by a robust z-score.

Sources: B. Iglewicz, D. Hoaglin, How to Detect and Handle Outliers, ASQC 1993 (median and median absolute deviation,
0.6745 as the factor between it and the standard deviation, cut-off 3.5). The floor of the spread, a tenth of the
median, is a judgement: peers that are all alike would make an outlier of anybody.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints

_TO_SIGMA = 1.4826


def stands_out(own: float, others: Ints, z: float, least: int) -> bool | None:
    """Whether *own* is more than *z* robust deviations above *others*, shape (n,); None for fewer than *least*."""
    if len(others) < least:
        return None
    middle = float(np.median(others))
    spread = _TO_SIGMA * float(np.median(np.abs(others - middle)))
    return own - middle > z * max(spread, 0.1 * middle, 1.0)
