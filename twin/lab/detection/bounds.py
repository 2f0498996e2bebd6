"""Bounds: what so many runs, or so many quiet days, can prove of a ruleset.

====================  ================================  ==========================================================
what is promised      bound, one-sided                  source
====================  ================================  ==========================================================
recall at least r     lower Wilson score                Wilson, J. Am. Stat. Assoc. 22 (1927); Brown, Cai, DasGupta,
                                                        Statistical Science 16 (2001)
alerts a day at       upper exact Poisson (Garwood)     Garwood, Biometrika 28 (1936)
most a
rule A against B      exact McNemar on pairs of seeds   McNemar, Psychometrika 12 (1947), with the binomial itself
====================  ================================  ==========================================================

A bound "at 95 %" is one-sided: the promise is one-sided too. With no miss in n runs Wilson's bound is n / (n + z^2),
the exact one is (1 - confidence)^(1/n), and the rule of three (Hanley and Lippman-Hand, JAMA 249, 1983) says 1 - 3/n at
95 %: 30 of 30 prove a recall of 0.90 and not of 0.95, however good the rule is.
"""

from __future__ import annotations

from math import ceil, comb, log

from twin.lab.statistics import Estimate, rate_interval, share_interval

DISCORDANT_ALPHA = 0.05
"""Level of McNemar's test in :func:`least_change`."""


def recall_bounds(hits: int, runs: int, confidence: float) -> Estimate:
    """The share *hits* / *runs*; each of its ends is Wilson's bound at *confidence* by itself."""
    return share_interval(hits, runs, 2 * confidence - 1)


def rate_bounds(count: int, days: float, confidence: float) -> Estimate:
    """*count* in *days* as a rate a day; each of its ends is Garwood's bound at *confidence* by itself."""
    return rate_interval(count, days, 2 * confidence - 1)


def provable_recall(runs: int, confidence: float) -> float:
    """The recall that *runs* without a miss prove: Wilson's lower bound."""
    return runs / (runs + _z(confidence) ** 2)


def least_runs(recall: float, confidence: float) -> int:
    """The fewest runs that can prove *recall*, if none of them misses."""
    found: int = max(1, ceil(recall / (1 - recall) * _z(confidence) ** 2 - 1e-9))
    return found if provable_recall(found, confidence) >= recall else found + 1


def provable_rate(days: float, confidence: float) -> float:
    """The rate a day that *days* without an alert prove: the exact upper bound, 3 / days at 95 %."""
    return -log(1 - confidence) / days


def least_days(rate: float, confidence: float) -> float:
    """The fewest days that can prove at most *rate* alerts a day, if none is raised; infinite for a rate of 0."""
    return -log(1 - confidence) / rate if rate else float("inf")


def rule_of_three(runs: int) -> float:
    """The recall that *runs* without a miss prove at 95 %, as people reckon it."""
    return max(0.0, 1 - 3 / runs)


def mcnemar(only_before: int, only_after: int) -> float:
    """Two-sided p that pairs which differ would fall so unevenly by chance; 1 where no pair differs.

    *only_before* seeds were detected by the one rule alone, *only_after* by the other alone.
    """
    differ, fewer = only_before + only_after, min(only_before, only_after)
    tail = float(sum(comb(differ, k) for k in range(fewer + 1)) / 2**differ)
    return min(1.0, 2 * tail)


def least_change(runs: int) -> float | None:
    """The smallest loss of recall that *runs* pairs can show at 5 %, all differences in one direction; None if none."""
    lost = next((k for k in range(1, runs + 1) if mcnemar(k, 0) < DISCORDANT_ALPHA), None)
    return None if lost is None else lost / runs


def _z(confidence: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(confidence))
