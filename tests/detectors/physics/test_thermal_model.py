"""The model of a room: it finds the coefficients of a room that obeys it, and learns the noise."""

from __future__ import annotations

import numpy as np
import pytest

from twin.detectors.physics.thermal_model import RoomModels

ONE = np.zeros(1, dtype=np.int64)
TRUE = np.array([0.9, 0.2, -0.1, -0.3, -0.05, 0.1, 0.05, 0.3])


def _learnt(sd: float, least_k: float = 1e-4, looks: int = 600) -> tuple[RoomModels, list[tuple[float, float]]]:
    """A model that watched a room with these coefficients, and each residual with its variance."""
    rng = np.random.default_rng(5)
    models, y, residuals = RoomModels(1, least_k), [0.0, 0.0], []
    current = np.repeat(rng.integers(0, 2, looks), 5).astype(float)
    door = rng.random(looks)
    for t in range(3, looks):
        x = np.array([y[-1], y[-1] - y[-2], current[t], current[t - 1], current[t - 2], door[t], door[t - 1], 1.0])
        y.append(float(x @ TRUE) + sd * float(rng.normal()))
        residual = models.residual(ONE, np.array([y[-1]]), x[:, None])
        residuals.append((float(residual.value[0, 0]), float(residual.covariance[0, 0, 0])))
        models.learn(ONE, residual, x[:, None])
    return models, residuals


def test_a_room_that_obeys_the_model_is_found() -> None:
    """All eight coefficients, from readings alone."""
    models, _ = _learnt(1e-3)
    assert models._mean[:, 0] == pytest.approx(TRUE, abs=0.02)


def test_residuals_are_as_wide_as_the_model_says() -> None:
    """In the end the squared residual over its variance is one on average, though the noise began at 0.1 K."""
    _, residuals = _learnt(0.02, looks=2500)
    ratio = [value * value / variance for value, variance in residuals[1000:]]
    assert np.mean(ratio) == pytest.approx(1.0, abs=0.15)


def test_noise_is_never_below_its_least() -> None:
    """A room without noise does not make the model certain of everything."""
    _, residuals = _learnt(0.0, least_k=0.03)
    assert min(variance for _, variance in residuals) >= 0.03**2


def test_groups_are_apart() -> None:
    """What one group teaches moves no other."""
    models = RoomModels(2, 0.03)
    x = np.ones((8, 1))
    before = models._mean[:, 0].copy()
    other = np.ones(1, dtype=np.int64)
    models.learn(other, models.residual(other, np.array([3.0]), x), x)
    assert (models._mean[:, 0] == before).all()
    assert (models._mean[:, 1] != before).any()
