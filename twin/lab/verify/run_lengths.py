"""Average run lengths of control charts: by integral equation, and by sending noise through a chart.

For one side of a cumulative sum with allowance *k* and limit *h*, the average run length from *z* obeys ::

    L(z) = 1 + L(0) F(k - z - shift) + integral over (0, h) of L(x) f(x + k - z - shift) dx

with the normal distribution *F* and its density *f*; Nystroem's method puts Gauss and Legendre's points in place of the
integral and solves the linear equations. Both sides together alarm at the sum of their rates.

Sources: E. S. Page, Biometrika 41 (1954) for the equation; J. Lucas, R. Crosier, Technometrics 24 (1982) for two sides;
L. Delves, J. Mohamed, Computational Methods for Integral Equations (1985) for the method.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.elementary import Floats
from twin.detectors.parts.register import Flags

_POINTS = 60
RUNS = 20_000
"""Independent sequences: enough for a 99 % interval of 2 % where run lengths scatter as much as their mean."""


def one_side(k: float, h: float, shift_sd: float) -> float:
    """Average run length of the upper sum, from zero."""
    from scipy.stats import norm

    points, weights = np.polynomial.legendre.leggauss(_POINTS)
    x = np.concatenate([[0.0], (points + 1.0) * h / 2.0])
    step = np.concatenate([[0.0], weights * h / 2.0])
    away = k - x - shift_sd
    passed = step * norm.pdf(x[None, :] + away[:, None])
    passed[:, 0] = norm.cdf(away)
    return float(np.linalg.solve(np.eye(len(x)) - passed, np.ones(len(x)))[0])


def two_sides(k: float, h: float, shift_sd: float) -> float:
    """Average run length of both sums together, from zero."""
    return 1.0 / (1.0 / one_side(k, h, shift_sd) + 1.0 / one_side(k, h, -shift_sd))


def run_lengths(chart: Callable[[Ints, Floats], Flags], shift_sd: float, runs: int, seed: int, purpose: str) -> Ints:
    """Values until each of *runs* independent sequences of normal noise about *shift_sd* first alarms.

    *chart* takes the numbers of the sequences (n,) that still run and a value (n,) for each.
    """
    noise = Streams.of(seed, ["verify"], purpose)
    running = np.arange(runs, dtype=np.int64)
    lengths = np.zeros(runs, dtype=np.int64)
    step = 0
    while len(running):
        drawn = noise.normal(np.zeros(len(running), dtype=np.int64), step * runs + running, shift_sd)
        step += 1
        ended = chart(running, drawn)
        lengths[running[ended]] = step
        running = running[~ended]
    return lengths
