"""Regularity: how much the calls of one pair look like those of a clock, from 0 to 1, in four parts of equal weight.

* **timing**: of the intervals in whole seconds that are not 0, the mean of 1 - |skewness| and 1 - deviation / median,
  where the skewness is Bowley's (0 where the quartiles lie within 10, or the median upon one of them) and the
  deviation the median one;
* **size**: the same of the bytes sent;
* **duration**: where at least 6 of 24 equal pieces of the watched time hold a call, the greater of two shares: from
  the first call to the last of the watched time, and the longest run of pieces with calls, round the end, of 12;
* **histogram**: the greater of 1 - standard deviation / mean of the calls in a piece, and, where 11 pieces hold calls,
  the share of those pieces (one outlier left out) that are of the two most frequent heights, which rise in steps of a
  twentieth of the greatest.

RITA looks at a day and calls the pieces hours; here they are as long as what was watched makes them, as there.

Sources: RITA, version 5 (Active Countermeasures, GPL): its documentation, its configuration (weights 0.25 each, 4
connections, 6 and 12 hours, sensitivity 0.05, one outlier, 11 hours) and, for the formulas, its analysis of beacons,
restated here in our own words and code; A. L. Bowley, Elements of Statistics, 1901 (skewness by quartiles).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import SECOND_US, Us

PIECES = 24
_LEAST_PIECES = 6
_IDEAL_RUN = 12
_BIMODAL_PIECES = 11
_STEPS = 20
_NARROW = 10.0
LEAST_CALLS = 4


class Regularity(NamedTuple):
    """The four parts, each from 0 to 1."""

    timing: float
    size: float
    duration: float
    histogram: float

    @property
    def score(self) -> float:
        """Their mean, in thousandths."""
        return round((self.timing + self.size + self.duration + self.histogram) / 4.0, 3)


def regularity(time_us: Ints, size_bytes: Ints, from_us: Us, to_us: Us) -> Regularity:
    """Parts for calls at *time_us*, ascending, shape (n,), watched from *from_us* to *to_us*.

    All are 0 where fewer than three intervals reach a second.
    """
    gaps_s = np.diff(time_us // SECOND_US)
    gaps_s = gaps_s[gaps_s > 0].astype(np.float64)
    if len(gaps_s) < LEAST_CALLS - 1:
        return Regularity(0.0, 0.0, 0.0, 0.0)
    watched_us = max(to_us - from_us, 1)
    pieces = np.minimum((time_us - from_us) * PIECES // watched_us, PIECES - 1)
    counts = np.bincount(pieces, minlength=PIECES).astype(np.int64)
    covered = min(1.0, float(time_us[-1] - time_us[0]) / watched_us)
    return Regularity(
        timing=steadiness(gaps_s, 1.0),
        size=steadiness(size_bytes.astype(np.float64), 0.0),
        duration=duration_part(counts, covered),
        histogram=max(flatness(counts), two_heights(counts)),
    )


def steadiness(values: Floats, of_nothing: float) -> float:
    """Mean of symmetry and closeness of *values*, shape (n,), 3 or more; *of_nothing* is the closeness below 1."""
    ordered = np.sort(values)
    half = len(ordered) // 2
    low, middle, high = (float(np.median(part)) for part in (ordered[:half], ordered, ordered[-half:]))
    lopsided = high - low >= _NARROW and middle not in (low, high)
    skewness = (low + high - 2.0 * middle) / (high - low) if lopsided else 0.0
    deviation = float(np.median(np.abs(ordered - middle)))
    closeness = max(0.0, (middle - deviation) / middle) if middle >= 1 else of_nothing
    return (1.0 - abs(skewness) + closeness) / 2.0


def duration_part(counts: Ints, covered: float) -> float:
    """Share of the time that calls cover, or their longest run, from the calls in each piece, shape (24,)."""
    if np.count_nonzero(counts) < _LEAST_PIECES:
        return 0.0
    gaps = np.flatnonzero(np.concatenate([counts, counts]) == 0)
    run = int(np.max(np.diff(gaps))) - 1 if len(gaps) else len(counts)
    return max(covered, min(1.0, run / _IDEAL_RUN))


def flatness(counts: Ints) -> float:
    """1 where every piece holds as many calls as the others, 0 where they scatter as much as their mean."""
    mean = float(np.mean(counts))
    scatter = float(np.sqrt(np.mean((counts - mean) ** 2)))
    return max(0.0, 1.0 - scatter / mean)


def two_heights(counts: Ints) -> float:
    """Share of the pieces with calls that are of the two most frequent heights; 0 for too few of them."""
    there = counts[counts > 0]
    if len(there) < _BIMODAL_PIECES:
        return 0.0
    step = -(-int(there.max()) // _STEPS)
    frequent = np.sort(np.bincount(there // step))[-2:]
    return min(1.0, float(frequent.sum()) / (len(there) - 1))
