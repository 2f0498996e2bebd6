"""Intervals: a mean, a share and a count never stand alone.

=================  ==============================  ==========================================================
what is measured   interval                        source
=================  ==============================  ==========================================================
mean over seeds    Student t, n - 1 degrees        Student, Biometrika 6 (1908)
ratio, 0 to 1,     Student t, cut at 0 and 1       the runs are the sample: what is counted inside one run hangs
in each run                                        together
share: k of n      Wilson score                    Wilson, J. Am. Stat. Assoc. 22 (1927); Brown, Cai, DasGupta,
runs                                               Statistical Science 16 (2001)
count of rare      exact Poisson (Garwood), or     Garwood, Biometrika 28 (1936); Student's, because events that
events             Student t where it is wider     come in clusters scatter more than Poisson's
A against B        t on the differences by seed    common random numbers: Law, Simulation Modeling and
                                                   Analysis, chapter 11
=================  ==============================  ==========================================================

A value that is undefined (a time to detect when nothing was detected) is left out and counted, never taken for 0. One
value has a mean and no interval; one share or count has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum, inf, isnan, sqrt

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A value with its interval at a stated level; all None where nothing was defined.

    ``n`` counts the values behind it and ``undefined`` those left out.
    """

    mean: float | None
    lo: float | None
    hi: float | None
    n: int
    undefined: int = 0

    def to_json(self) -> dict[str, float | int | None]:
        """The fields by name, for one JSON document."""
        return {"mean": self.mean, "lo": self.lo, "hi": self.hi, "n": self.n, "undefined": self.undefined}

    @property
    def clear(self) -> bool:
        """The interval excludes 0: the sign is not chance."""
        return self.lo is not None and self.hi is not None and (self.lo > 0 or self.hi < 0)


def mean_interval(values: Iterable[float | None], level: float = LEVEL) -> Estimate:
    """Mean and Student t interval of the defined *values*, in their unit."""
    known, undefined = _defined(values)
    n = len(known)
    if n == 0:
        return Estimate(None, None, None, 0, undefined)
    mean = fsum(known) / n
    if n == 1:
        return Estimate(mean, None, None, 1, undefined)
    from scipy.special import stdtrit

    spread = sqrt(fsum((value - mean) ** 2 for value in known) / (n - 1))
    half = float(stdtrit(n - 1, (1 + level) / 2)) * spread / sqrt(n)
    return Estimate(mean, mean - half, mean + half, n, undefined)


def paired_difference(first: Sequence[float | None], second: Sequence[float | None], level: float = LEVEL) -> Estimate:
    """Mean of *first* - *second*, seed by seed, with its t interval.

    A pair counts only where both sides are defined. Equal branches differ by exactly 0, with an interval of width 0.
    """
    pairs = zip(first, second, strict=True)
    return mean_interval((None if a is None or b is None else a - b for a, b in pairs), level)


def share_interval(hits: int, n: int, level: float = LEVEL) -> Estimate:
    """The share *hits* / *n* with Wilson's score interval, 0 to 1."""
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
    if n == 0:
        return Estimate(None, None, None, 0)
    from scipy.special import ndtri

    z = float(ndtri((1 + level) / 2))
    share = hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    lo = 0.0 if hits == 0 else centre - half
    hi = 1.0 if hits == n else centre + half
    return Estimate(share, lo, hi, n)


def rate_interval(count: int, exposure: float = 1.0, level: float = LEVEL) -> Estimate:
    """The rate *count* / *exposure* with Garwood's exact Poisson interval, per unit of *exposure* (a day, an hour)."""
    if count < 0 or not 0 < exposure < inf:
        raise ValueError(f"{count} in {exposure} is no rate")
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    lo = float(gammaincinv(count, tail)) if count else 0.0
    hi = float(gammaincinv(count + 1, 1 - tail))
    return Estimate(count / exposure, lo / exposure, hi / exposure, count)


def ratio_interval(values: Iterable[float | None], level: float = LEVEL) -> Estimate:
    """Mean and interval of *values* that are parts of a whole: Student's, which stays between 0 and 1."""
    found = mean_interval(values, level)
    if found.lo is None or found.hi is None:
        return found
    return replace(found, lo=max(0.0, found.lo), hi=min(1.0, found.hi))


def yes_interval(values: Iterable[float | None], level: float = LEVEL) -> Estimate:
    """Share of the defined *values* that are 1, the others being 0, with Wilson's interval."""
    known, undefined = _defined(values)
    if not set(known) <= {0.0, 1.0}:
        raise ValueError(f"{known} are not all 0 or 1")
    return replace(share_interval(round(fsum(known)), len(known), level), undefined=undefined)


def count_interval(values: Iterable[float | None], level: float = LEVEL) -> Estimate:
    """Mean of counts, one a run, with the wider of Garwood's and Student's intervals, never below 0."""
    everything = list(values)
    plain = mean_interval(everything, level)
    if plain.mean is None:
        return plain
    known, _ = _defined(everything)
    exact = rate_interval(round(fsum(known)), float(plain.n), level)
    lows = [each.lo for each in (exact, plain) if each.lo is not None]
    highs = [each.hi for each in (exact, plain) if each.hi is not None]
    return replace(plain, lo=max(0.0, min(lows)), hi=max(highs))


INTERVALS = {"mean": mean_interval, "ratio": ratio_interval, "share": yes_interval, "count": count_interval}
"""The interval for each scale of a metric."""


def _defined(values: Iterable[float | None]) -> tuple[list[float], int]:
    """The values that are defined, and how many are not."""
    everything = list(values)
    known = [value for value in everything if value is not None and not isnan(value)]
    return known, len(everything) - len(known)
