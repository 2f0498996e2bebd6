"""The Kalman filter against least squares, which it equals for a state that stands still, and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from twin.detectors.physics.kalman import Kalman, Residual


def test_a_still_state_is_the_least_squares_estimate() -> None:
    """Two coefficients, thirty readings, a wide prior: the mean of Bayes' linear regression, and its covariance."""
    rng = np.random.default_rng(2)
    sights, prior, noise = rng.normal(size=(30, 1, 2)), 100.0 * np.eye(2), np.array([[0.04]])
    readings = sights[:, 0] @ np.array([1.5, -0.7]) + 0.2 * rng.normal(size=30)
    kalman = Kalman(np.zeros(2), prior)
    for sight, reading in zip(sights, readings, strict=True):
        kalman.correct(kalman.residual(np.array([reading]), sight, noise), sight, noise)
    rows = sights[:, 0]
    wanted = np.linalg.inv(rows.T @ rows / 0.04 + np.eye(2) / 100.0)
    assert kalman.covariance == pytest.approx(wanted)
    assert kalman.mean == pytest.approx(wanted @ rows.T @ readings / 0.04)


def test_the_residual_of_a_prediction_by_hand() -> None:
    """State 2 with variance 1, doubled, with noise 3: a reading of 7 is off by 3, variance 7 and that of the sensor."""
    kalman = Kalman(np.array([2.0]), np.array([[1.0]]))
    kalman.predict(np.array([[2.0]]), np.array([[3.0]]))
    residual = kalman.residual(np.array([7.0]), np.array([[1.0]]), np.array([[1.0]]))
    assert (residual.value.tolist(), residual.covariance.tolist()) == ([3.0], [[8.0]])
    assert kalman.gain(residual, np.array([[1.0]]))[0, 0] == pytest.approx(7.0 / 8.0)
    kalman.correct(residual, np.array([[1.0]]), np.array([[1.0]]))
    assert kalman.mean[0] == pytest.approx(4.0 + 3.0 * 7.0 / 8.0)
    assert kalman.covariance[0, 0] == pytest.approx(7.0 / 8.0)


def test_a_stack_is_as_many_filters() -> None:
    """Three columns give what three filters give."""
    rng = np.random.default_rng(3)
    move, noise = np.array([[1.0, 1.0], [0.0, 1.0]]), 0.1 * np.eye(2)
    sight, readings = np.array([[1.0, 0.0]]), rng.normal(size=(6, 1, 3))
    together = Kalman(np.zeros((2, 3)), np.repeat(np.eye(2)[..., None], 3, axis=2))
    alone = [Kalman(np.zeros(2), np.eye(2)) for _ in range(3)]
    one = np.ones((1, 1))
    for reading in readings:
        together.predict(move[..., None], noise[..., None])
        residual = together.residual(reading, sight[..., None], one[..., None])
        together.correct(residual, sight[..., None], one[..., None])
        for n, each in enumerate(alone):
            each.predict(move, noise)
            each.correct(each.residual(reading[:, n], sight, one), sight, one)
    for n, each in enumerate(alone):
        assert together.mean[:, n].tolist() == each.mean.tolist()
        assert together.covariance[..., n].tolist() == each.covariance.tolist()


def test_columns_of_a_residual_are_picked() -> None:
    """Value and covariance go together."""
    picked = Residual(np.array([[1.0, 2.0, 3.0]]), np.array([[[4.0, 5.0, 6.0]]])).of(np.array([2, 0]))
    assert (picked.value.tolist(), picked.covariance.tolist()) == ([[3.0, 1.0]], [[[6.0, 4.0]]])
