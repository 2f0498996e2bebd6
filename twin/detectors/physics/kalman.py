"""The Kalman filter: what a linear model expects next, and how far off the reading may be by chance.

A state *x* with covariance *P* moves by ``x <- F x``, ``P <- F P F' + Q`` and is read as ``y = H x`` with noise *R*.
The residual (innovation) ``r = y - H x`` has covariance ``S = H P H' + R``: what the chi-square test asks for. The
gain ``K = P H' S^-1`` corrects the state, and the covariance is brought up to date in Joseph's form,
``(1 - K H) P (1 - K H)' + K R K'``, which stays symmetric and positive through any number of steps.

Many equal filters lie on the axis behind: matrices are (n, n, ...), states (n, ...), readings (m, ...).

Sources: R. E. Kalman, A new approach to linear filtering and prediction problems, J. Basic Engineering 82 (1960); R.
S. Bucy, P. D. Joseph, Filtering for Stochastic Processes (1968), for the form.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.detectors.physics.matrices import inverse, product, times, turned


class Residual(NamedTuple):
    """A reading minus its expectation, (m, ...), and the covariance that it should have, (m, m, ...)."""

    value: Floats
    covariance: Floats

    def of(self, column: Ints) -> Residual:
        """Those of some columns, where there is one axis of them."""
        return Residual(self.value[:, column], self.covariance[:, :, column])


class Kalman:
    """State ``mean`` (n, ...) and its ``covariance`` (n, n, ...)."""

    def __init__(self, mean: Floats, covariance: Floats) -> None:
        self.mean, self.covariance = mean, covariance

    def predict(self, move: Floats, noise: Floats) -> None:
        """One step by *move* F with process *noise* Q, both (n, n, ...)."""
        self.mean = times(move, self.mean)
        self.covariance = product(product(move, self.covariance), turned(move)) + noise

    def residual(self, reading: Floats, sight: Floats, noise: Floats) -> Residual:
        """How far *reading* (m, ...) is from what *sight* H (m, n, ...) expects, under sensor *noise* R (m, m, ...)."""
        spread = product(product(sight, self.covariance), turned(sight)) + noise
        return Residual(reading - times(sight, self.mean), spread)

    def gain(self, residual: Residual, sight: Floats) -> Floats:
        """K, (n, m, ...)."""
        return product(product(self.covariance, turned(sight)), inverse(residual.covariance))

    def correct(self, residual: Residual, sight: Floats, noise: Floats) -> None:
        """Take the reading in."""
        gain = self.gain(residual, sight)
        size = len(self.mean)
        eye = np.eye(size).reshape((size, size) + (1,) * (self.mean.ndim - 1))
        kept = eye - product(gain, sight)
        self.mean = self.mean + times(gain, residual.value)
        self.covariance = product(product(kept, self.covariance), turned(kept)) + product(
            product(gain, noise), turned(gain)
        )
