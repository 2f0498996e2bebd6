"""How a room's temperature follows its compressor and its doors, learnt while watching.

Between two looks a room moves as a linear difference equation::

    y(t) = p1 y(t-1) + p2 (y(t-1) - y(t-2)) + q . (c(t), c(t-1), c(t-2)) + s . (d(t), d(t-1)) + b

with the temperature *y*, the compressor's current *c* as a share of the largest seen, and the share *d* of door
contacts that are open. The eight coefficients are the state of a Kalman filter that reads *y* through them: it starts
from a room that goes on as it went, and within a few cycles knows the room. What it did not expect is the residual.
Current and doors come through gateways of their own, so a lie about the temperature has no answer in them.

The noise of a look is learnt too, from residuals no larger than three times what was usual.

Sources: L. Ljung, System Identification, 2nd ed. (1999), sections 4.2 (ARX) and 11.6 (recursive least squares as a
Kalman filter); room models with these inputs: P. Bacher, H. Madsen, Energy and Buildings 43 (2011).
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.detectors.physics.kalman import Kalman, Residual

COEFFICIENTS = 8
_START = (1.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_START_SD = (0.05, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
_WANDER = 1e-8
_START_NOISE_K = 0.1
_MEMORY = 300
_USUAL = 9.0


class RoomModels:
    """One model a group of thermometers; ``least_k`` is the least noise of a look."""

    def __init__(self, groups: int, least_k: float) -> None:
        spread = np.array(_START_SD)
        eye = np.eye(COEFFICIENTS)
        self._mean = np.repeat(np.array(_START)[:, None], groups, axis=1)
        self._covariance = np.repeat((eye * spread * spread)[:, :, None], groups, axis=2)
        self._wander = (eye * _WANDER)[:, :, None]
        self._noise = np.full(groups, _START_NOISE_K * _START_NOISE_K)
        self._least = least_k * least_k
        self._taken = np.zeros(groups, dtype=np.int64)

    def residual(self, group: Ints, y: Floats, regressors: Floats) -> Residual:
        """What *y* (n,) of each *group* (n,) is off by, given its *regressors* (8, n): (1, n) and (1, 1, n)."""
        return self._kalman(group).residual(y[None], regressors[None], self._noise[group][None, None])

    def learn(self, group: Ints, residual: Residual, regressors: Floats) -> None:
        """Correct the coefficients of each *group* (n,) by its *residual*, and its noise."""
        kalman, noise = self._kalman(group), self._noise[group]
        kalman.correct(residual, regressors[None], noise[None, None])
        kalman.covariance = kalman.covariance + self._wander
        self._mean[:, group], self._covariance[:, :, group] = kalman.mean, kalman.covariance
        self._taken[group] += 1
        surprise = np.minimum(residual.value[0] * residual.value[0] / residual.covariance[0, 0], _USUAL)
        share = 1.0 / np.minimum(self._taken[group] + 10, _MEMORY)
        self._noise[group] = np.maximum(noise * (1.0 + share * (surprise - 1.0)), self._least)

    def _kalman(self, group: Ints) -> Kalman:
        return Kalman(self._mean[:, group], self._covariance[:, :, group])
