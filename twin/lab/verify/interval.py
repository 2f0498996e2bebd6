"""Intervals for means over independent replications, with control variates where they help.

A control is a number that each replication gives beside its result and whose mean is known exactly: the mean of the
service times that were drawn, the mean square of a sum of steps. Regression on controls takes the part of the noise
away that they explain; the intercept is the estimate and its standard error follows from the residuals with as many
degrees of freedom less. Nothing of the answer goes in: only what is known of the draws does.

Sources: Student, The probable error of a mean, Biometrika 6 (1908); S. S. Lavenberg, P. D. Welch, A perspective on
the use of control variables to increase the efficiency of Monte Carlo simulations, Management Science 27 (1981).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Span(NamedTuple):
    """A mean with the ends of its interval, over *n* replications."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def half_width(self) -> float:
        """Half the interval."""
        return (self.high - self.low) / 2.0


def student(values: Sequence[float], level: float) -> Span:
    """Student's interval at *level* of the mean of *values*, at least two independent ones."""
    return controlled(values, np.zeros((len(values), 0)), level)


def controlled(values: Sequence[float], controls: np.typing.NDArray[np.float64], level: float) -> Span:
    """The interval at *level* of the mean of *values*, shape (n,), cleared of *controls*, shape (n, controls).

    Each column of *controls* has the known mean 0.
    """
    from scipy.special import stdtrit  # scipy.stats takes a second to import

    results = np.asarray(values, dtype=np.float64)
    design = np.column_stack([np.ones(len(results)), controls])
    free = len(results) - design.shape[1]
    if free < 1:
        raise ValueError(f"{len(results)} replications cannot carry {design.shape[1]} coefficients")
    scale = np.sqrt((design * design).mean(axis=0))
    scale[scale == 0.0] = 1.0
    scaled = design / scale
    coefficients = np.linalg.lstsq(scaled, results, rcond=None)[0]
    rest = results - scaled @ coefficients
    spread = np.linalg.pinv(scaled.T @ scaled)[0, 0] / scale[0] ** 2
    error = float(np.sqrt((rest @ rest) / free * spread))
    mean = float(coefficients[0] / scale[0])
    half = float(stdtrit(free, (1.0 + level) / 2.0)) * error
    return Span(mean, mean - half, mean + half, len(results))
