"""Intervals over replications."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.chance import Streams
from twin.lab.verify.interval import controlled, student


def test_students_interval_of_a_textbook_sample() -> None:
    """Mean 3, standard error sqrt(2.5 / 5), t of 4 degrees of freedom at 99 % is 4.6041."""
    span = student([1.0, 2.0, 3.0, 4.0, 5.0], 0.99)
    assert span.mean == pytest.approx(3.0)
    assert span.half_width == pytest.approx(4.6041 * 0.5**0.5, rel=1e-5)
    assert span.n == 5


def test_a_control_that_explains_all_leaves_nothing() -> None:
    """A result that is 7 plus three times its control is known exactly."""
    control = np.array([[-1.0], [0.5], [2.0], [0.25]])
    span = controlled((7.0 + 3.0 * control[:, 0]).tolist(), control, 0.99)
    assert (span.low, span.mean, span.high) == pytest.approx((7.0, 7.0, 7.0))


def test_controls_do_not_hide_an_error() -> None:
    """A bias of the result that the controls do not share stays in the estimate."""
    draws = Streams.of(1, ["a", "b"], "test")
    control = draws.normal(np.zeros(200, dtype=np.int64), np.arange(200))
    noise = draws.normal(np.ones(200, dtype=np.int64), np.arange(200), 0.0, 0.1)
    span = controlled((5.0 + 2.0 * control + noise).tolist(), control[:, None], 0.99)
    assert span.low < 5.0 < span.high
    assert span.half_width < 0.03
    assert not span.low < 5.1 < span.high


def test_more_coefficients_than_replications_are_refused() -> None:
    """No degree of freedom, no interval."""
    with pytest.raises(ValueError, match="cannot carry"):
        controlled([1.0, 2.0], np.ones((2, 1)), 0.99)


def test_ninety_nine_in_a_hundred_intervals_hold_the_mean() -> None:
    """Of 2,000 samples of 24 normal numbers between 98.2 % and 99.6 % do (four standard errors)."""
    draws = Streams.of(7, ["coverage"], "test").normal(np.zeros(48_000, dtype=np.int64), np.arange(48_000))
    spans = [student(sample.tolist(), 0.99) for sample in draws.reshape(2_000, 24)]
    assert 0.982 <= np.mean([span.low <= 0.0 <= span.high for span in spans]) <= 0.996
