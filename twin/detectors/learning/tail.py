"""Tails: the score that benign rows pass at a stated rate, also where that rate is rarer than all that was seen.

Where enough rows were seen, the threshold is one of them: the order statistic that, with 95 % confidence, lies above
the wanted quantile whatever the distribution (the number of rows above a quantile is binomial, and its distribution
is summed exactly). Where the rate is
rarer, what lies above a high level is fitted by a generalised Pareto distribution and extrapolated (peaks over
threshold), and the threshold is not below the largest row that was seen: nothing that occurred on a benign day is
called rarer than once in all of them.

The fit is by probability-weighted moments, which have a closed form and need + - * / alone. Its shape is kept between 0
and 0.5: a lighter tail than an exponential one is not believed, and a heavier one has no finite variance to fit.

Sources: A. Siffer et al., Anomaly Detection in Streams with Extreme Value Theory, KDD 2017 (peaks over threshold for
thresholds at a stated risk); J. Hosking, J. Wallis, Parameter and Quantile Estimation for the Generalized Pareto
Distribution, Technometrics 29 (1987) 339-349 (the moments); the bound by an order statistic: W. Conover, Practical
Nonparametric Statistics, 3rd ed., section 3.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core import elementary
from twin.core.elementary import Floats

LADDER: Floats = 0.5 * np.cumprod(np.concatenate([np.ones(1), np.full(64, 1.125)]))
"""Scores from 0.5 to about 1,000 at which learners who keep their rows count how many pass."""
_KEPT = 64
_PEAKS = 0.02
_FEWEST_PEAKS = 10
_HEAVIEST = 0.5
_DOUBT = 0.05


@dataclass(frozen=True)
class Tail:
    """What is known of the scores of ``rows`` benign rows.

    ``top`` are the largest of them, descending; above ``level`` lie ``peaks`` of them, with a generalised Pareto
    ``shape`` and ``spread``.
    """

    rows: int
    top: tuple[float, ...]
    level: float
    peaks: int
    shape: float
    spread: float

    @classmethod
    def of(cls, scores: Floats) -> Tail:
        """The tail of *scores*, shape (n,), n at least 1."""
        down = np.sort(scores)[::-1]
        peaks = min(len(down) - 1, max(_FEWEST_PEAKS, int(_PEAKS * len(down))))
        level = float(down[peaks])
        shape, spread = _pareto(down[:peaks][::-1] - level)
        top = tuple(float(each) for each in down[:_KEPT])
        return cls(len(down), top, level, peaks, shape, spread)

    @classmethod
    def of_ladder(cls, shares: Floats, rows: int) -> Tail:
        """The tail of *rows* rows of which the share ``shares[n]`` passes ``LADDER[n]``, descending.

        The same moments, as integrals of the share that passes: the mean excess is that of the share itself, the
        second moment half that of its square.
        """
        shares = np.minimum.accumulate(np.clip(shares, 0.0, 1.0))
        enough = max(_FEWEST_PEAKS / rows, _PEAKS)
        at = max(0, int(np.count_nonzero(shares >= enough)) - 1)
        peaks = shares[at:] / shares[at] if shares[at] > 0.0 else np.zeros(len(shares) - at)
        width = np.diff(LADDER[at:], append=LADDER[-1])
        shape, spread = _pareto_by(float((peaks * width).sum()), float((peaks * peaks * width).sum()) / 2.0)
        top = float(LADDER[min(int(np.count_nonzero(shares > 0.0)), len(LADDER) - 1)])
        return cls(rows, (top,), float(LADDER[at]), max(1, round(float(shares[at]) * rows)), shape, spread)

    def threshold(self, share: float) -> float:
        """The score that at most *share* (above 0) of benign rows pass."""
        place = _place(self.rows, share, len(self.top))
        if place == 0:
            return max(self.top[0], self.extrapolated(share))
        return self.top[place - 1] if place <= len(self.top) else self.extrapolated(share)

    def extrapolated(self, share: float) -> float:
        """The quantile that *share* of the rows pass, by the fitted tail."""
        if self.peaks == 0 or share * self.rows >= self.peaks:
            return self.level
        rarer = float(elementary.log(np.array([self.peaks / (share * self.rows)]))[0])
        if self.shape < 1e-6:
            return self.level + self.spread * rarer
        grown = float(elementary.exp(np.array([self.shape * rarer]))[0])
        return self.level + self.spread * (grown - 1.0) / self.shape


def _place(rows: int, share: float, most: int) -> int:
    """The last place from the top that lies above the quantile of *share* with 95 % confidence; 0: not even the first.

    The place is the largest r with P(K < r) at most 5 %, K binomial (rows, share); beyond *most* it is ``most + 1``.
    """
    if share >= 1.0:
        return most + 1
    log_none = rows * float(elementary.log(np.array([1.0 - share]))[0])
    if log_none < -600.0:
        return most + 1
    term = float(elementary.exp(np.array([log_none]))[0])
    below, place = term, 0
    while below <= _DOUBT and place <= most:
        place += 1
        term *= (rows - place + 1) / place * share / (1.0 - share)
        below += term
    return place


def _pareto(excess: Floats) -> tuple[float, float]:
    """Shape and spread of *excess* (ascending, shape (n,)) by probability-weighted moments; shape in [0, 0.5]."""
    n = len(excess)
    mean = float(excess.sum()) / n if n else 0.0
    if n < 2 or mean <= 0.0:
        return 0.0, max(mean, 0.0)
    weight = (n - 1.0 - np.arange(n)) / (n - 1.0)
    return _pareto_by(mean, float((weight * excess).sum()) / n)


def _pareto_by(mean: float, moment: float) -> tuple[float, float]:
    """Shape and spread by the mean excess and the mean of excess times the share above it."""
    if mean <= 0.0:
        return 0.0, 0.0
    if mean - 2.0 * moment <= 0.0:
        return _HEAVIEST, mean * (1.0 - _HEAVIEST)
    shape = 2.0 - mean / (mean - 2.0 * moment)
    if shape <= 0.0:
        return 0.0, mean
    shape = min(shape, _HEAVIEST)
    return shape, mean * (1.0 - shape)
