"""The cumulative sum: adds up on both sides, alarms beyond its limit, and the limit that a wanted quiet asks for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.physics.cusum import Cusum, limit_for, one_side, run_length

ONE = np.zeros(1, dtype=np.int64)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=50))
def test_the_sums_are_page_s(values: list[float]) -> None:
    """The upper sum is the largest sum of ``z - k`` over any last stretch, or zero; the lower one is its mirror."""
    chart = Cusum(1, 0.5, 4.0)
    for value in values:
        passed = chart.take(ONE, np.array([value]))
    tails = [sum(v - 0.5 for v in values[n:]) for n in range(len(values))]
    mirror = [sum(-v - 0.5 for v in values[n:]) for n in range(len(values))]
    assert chart.upper[0] == pytest.approx(max(0.0, *tails), abs=1e-9)
    assert chart.lower[0] == pytest.approx(max(0.0, *mirror), abs=1e-9)
    assert passed[0] == (max(chart.upper[0], chart.lower[0]) > 4.0)


def test_columns_are_apart() -> None:
    """What one column hears moves no other; a column that alarmed may begin again."""
    chart = Cusum(3, 0.5, 4.0)
    assert chart.take(np.array([0, 2]), np.array([5.0, -1.0])).tolist() == [True, False]
    assert (chart.upper.tolist(), chart.lower.tolist()) == ([4.5, 0.0, 0.0], [0.0, 0.0, 0.5])
    chart.clear(np.array([0]))
    assert chart.upper.tolist() == [0.0, 0.0, 0.0]


def test_the_approximation_has_its_published_values() -> None:
    """Allowance a half, limit five: 938.22 and 469.11 without a shift, 10.336 with one."""
    assert one_side(0.5, 5.0) == pytest.approx(938.22, abs=5e-3)
    assert run_length(0.5, 5.0) == pytest.approx(469.11, abs=5e-3)
    assert run_length(0.5, 5.0, 1.0) == pytest.approx(10.336, abs=5e-4)


def test_without_drift_it_is_the_square_of_the_height() -> None:
    """A shift of just the allowance: the formula's limit, from both sides."""
    assert one_side(0.5, 5.0, 0.5) == pytest.approx(6.166**2)
    assert one_side(0.5, 5.0, 0.5001) == pytest.approx(6.166**2, rel=1e-2)


@given(st.floats(0.2, 2.0), st.floats(100.0, 1e12))
def test_the_limit_gives_the_quiet_that_was_asked_for(k: float, quiet: float) -> None:
    """Whatever the allowance."""
    assert run_length(k, limit_for(k, quiet)) == pytest.approx(quiet, rel=1e-6)
