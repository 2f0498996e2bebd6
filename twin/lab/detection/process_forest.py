"""A forest of half-spaces on any physical process: rows whose values nobody has seen together.

It is the forest of the learning detectors, over what each column is away from its usual value, up and down apart;
taught by the first two thirds of rows without attack, its limit set on the rest, at the mean number of rows between
false alarms that the charts of physics have. It knows no time: a process that is merely late is as usual as ever.

Sources: those of :mod:`twin.detectors.learning.forest`; B. Iglewicz, D. Hoaglin, How to Detect and Handle Outliers
(1993), for the median and its deviation.
"""

from __future__ import annotations

import numpy as np

from twin.core.elementary import Floats
from twin.detectors.learning.forest import Forest, squashed
from twin.detectors.parts.register import Flags
from twin.lab.detection.degradation import bad_data, limit_for

_FITTED = 2 / 3
_TO_SD = 1.4826
"""Median deviations in a standard deviation of normal noise."""


def forest_alarms(honest: Floats, values: Floats, quiet_rows: float) -> Flags:
    """Alarms (rows,) on *values* (rows, columns), taught by *honest* rows; one false in *quiet_rows* rows."""
    fitted = round(_FITTED * len(honest))
    known = honest[:fitted]
    middle = np.median(known, axis=0)
    spread = _TO_SD * np.median(abs(known - middle), axis=0)
    spread = np.where(spread > 0.0, spread, np.where(known.std(axis=0) > 0.0, known.std(axis=0), 1.0))
    forest = Forest.of(2 * honest.shape[1])
    masses = forest.masses(_rows(known, middle, spread))
    table = forest.surprise_of(masses.astype(np.float64))
    usual, found = (forest.surprise(_rows(rows, middle, spread), table) for rows in (honest[fitted:], values))
    alarms: Flags = found > limit_for(bad_data, usual[:, None], quiet_rows)
    return alarms


def _rows(values: Floats, middle: Floats, spread: Floats) -> Floats:
    """How far each value is above and below the middle, shape (rows, 2 columns), between 0 and 1."""
    scores = (values - middle) / spread
    rows: Floats = squashed(np.concatenate([np.maximum(scores, 0.0), np.maximum(-scores, 0.0)], axis=1))
    return rows
