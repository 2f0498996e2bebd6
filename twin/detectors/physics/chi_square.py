"""The chi-square test: one number for a whole residual, and the limit that a false-alarm rate asks for.

A residual *r* of *m* entries with covariance *S* has the statistic ``g = r' S^-1 r``. If the model holds, *g* is
chi-square with *m* degrees of freedom, so the limit for a wanted rate of false alarms is a quantile of that
distribution, whatever the units of the entries.

The tail is built from what is exact everywhere: ``Q(1, x) = exp(-x)``, ``Q(1/2, x) = erfc(sqrt x)`` by its continued
fraction or series, and ``Q(a + 1, x) = Q(a, x) + x^a exp(-x) / Gamma(a + 1)``.

Sources: R. K. Mehra, J. Peschon, An innovations approach to fault detection, Automatica 7 (1971); M. Abramowitz, I.
Stegun, Handbook of Mathematical Functions, 6.5.21, 7.1.5 and 7.1.14.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt

import numpy as np

from twin.core.elementary import Floats, exp
from twin.detectors.parts.register import Flags
from twin.detectors.physics.matrices import triangle

_SQRT_PI = 1.772453850905516
_SERIES_BELOW = 2.0
_FRACTION_TERMS = 120


class ChiSquare:
    """The test of residuals of *entries* values at a rate of *false_alarms* a test."""

    def __init__(self, entries: int, false_alarms: float) -> None:
        self.entries = entries
        self.limit = quantile(false_alarms, entries)

    def take(self, residual: Floats, covariance: Floats) -> tuple[Floats, Flags]:
        """Statistic and verdict, both (...), of *residual* (m, ...) with its *covariance* (m, m, ...)."""
        statistic = squared(residual, covariance)
        return statistic, statistic > self.limit


def squared(residual: Floats, covariance: Floats) -> Floats:
    """``r' S^-1 r`` of each column: the squared entries of ``L^-1 r`` with ``L L' = S``."""
    lower = triangle(covariance)
    solved: list[Floats] = []
    for i in range(len(residual)):
        rest = residual[i]
        for j in range(i):
            rest = rest - lower[i, j] * solved[j]
        solved.append(rest / lower[i, i])
    total = solved[0] * solved[0]
    for entry in solved[1:]:
        total = total + entry * entry
    return total


def tail(statistic: float, entries: int) -> float:
    """Chance that a chi-square variable of *entries* degrees of freedom is above *statistic*."""
    x = statistic / 2.0
    falling = _exp(-x)
    if entries % 2 == 0:
        order, chance, term = 1.0, falling, falling * x
    else:
        order, chance, term = 0.5, _erfc(sqrt(x)), falling * sqrt(x) * 2.0 / _SQRT_PI
    while order < entries / 2.0:
        chance += term
        order += 1.0
        term *= x / order
    return chance


@lru_cache(maxsize=64)
def quantile(chance: float, entries: int) -> float:
    """The statistic above which a chi-square variable of *entries* degrees of freedom lies with *chance*, to 1e-12."""
    low, high = 0.0, 1.0
    while tail(high, entries) > chance:
        low, high = high, 2.0 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2.0
        low, high = (middle, high) if tail(middle, entries) > chance else (low, middle)
    return high


def _exp(x: float) -> float:
    return float(exp(np.array([x]))[0]) if x > -700.0 else 0.0


def _erfc(x: float) -> float:
    """Complementary error function of *x* >= 0."""
    if x < _SERIES_BELOW:
        term = total = x
        n = 0
        while abs(term) > 1e-18:
            n += 1
            term *= -x * x / n
            total += term / (2 * n + 1)
        return 1.0 - 2.0 / _SQRT_PI * total
    fraction = x
    for k in range(_FRACTION_TERMS, 0, -1):
        fraction = x + k / 2.0 / fraction
    return _exp(-x * x) / (_SQRT_PI * fraction)
