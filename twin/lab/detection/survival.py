"""Survival: times to detect, of which some never came, without throwing those away.

A run in which nothing was detected says that the time is longer than the run: it is censored, not missing. The
product-limit estimate counts it among those that could still have been detected for as long as it was watched.

::

    S(t)    = product over detections at s <= t of (1 - d_s / n_s)
    var S   = S^2 * sum d_s / (n_s (n_s - d_s))                        Greenwood
    band    = S * exp(-+ z * sqrt(var S) / S)                          on the scale of log S, cut at 1

A percentile is the first time at which S has fallen to 1 - p; its interval ends where the two sides of the band do the
same (Brookmeyer and Crowley). A side that never does has no end, and is None: of 30 runs no 95th percentile has an
upper end.

Sources: Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958); Greenwood, Reports on Public Health 33 (1926); Brookmeyer and
Crowley, Biometrics 38 (1982); the logarithmic scale as in Kalbfleisch and Prentice, 2nd ed., section 1.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, sqrt
from typing import NamedTuple

from twin.lab.statistics import LEVEL, Estimate

_ROUNDING = 1e-9


class Wait(NamedTuple):
    """How long one run was waited for; ``seen`` says whether the wait ended with a detection or with the run."""

    time_s: float
    seen: bool


class Fall(NamedTuple):
    """One step of the curve: when, how many were still waited for, how many ended, what is left, its standard error.

    The error is None once nobody is left.
    """

    time_s: float
    at_risk: int
    ended: int
    left: float
    error: float | None


def survival(waits: Sequence[Wait]) -> tuple[Fall, ...]:
    """The steps of the product-limit estimate, one for each time at which something was detected."""
    times = sorted({wait.time_s for wait in waits if wait.seen})
    falls: list[Fall] = []
    left, scatter = 1.0, 0.0
    for time_s in times:
        at_risk = sum(wait.time_s >= time_s for wait in waits)
        ended = sum(wait.seen and wait.time_s == time_s for wait in waits)
        left *= 1 - ended / at_risk
        if ended < at_risk:
            scatter += ended / (at_risk * (at_risk - ended))
        falls.append(Fall(time_s, at_risk, ended, left, left * sqrt(scatter) if ended < at_risk else None))
    return tuple(falls)


def percentile(waits: Sequence[Wait], percent: float, level: float = LEVEL) -> Estimate:
    """The *percent*-th percentile of the times (s) with its two-sided interval; None where it is not reached.

    ``n`` counts the runs, ``undefined`` those in which nothing was detected.
    """
    from scipy.special import ndtri

    z = float(ndtri((1 + level) / 2))
    falls, aim = survival(waits), 1 - percent / 100
    undetected = sum(not wait.seen for wait in waits)
    middle = _first(falls, [fall.left for fall in falls], aim)
    low = _first(falls, [_band(fall, -z) for fall in falls], aim)
    high = _first(falls, [_band(fall, z) for fall in falls], aim)
    return Estimate(middle, low, high, len(waits), undetected)


def _band(fall: Fall, z: float) -> float:
    """One side of the band; where nobody is left, the lower side is 0 and the upper is not known."""
    if fall.error is None:
        return 0.0 if z < 0 else 1.0
    return min(1.0, fall.left * exp(z * fall.error / fall.left))


def _first(falls: Sequence[Fall], curve: Sequence[float], aim: float) -> float | None:
    return next((fall.time_s for fall, left in zip(falls, curve, strict=True) if left <= aim + _ROUNDING), None)
