"""Laws of a port with a finite buffer, against the textbook's sums in exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.net import queues


def _exact(use: Fraction, places: int) -> tuple[Fraction, Fraction]:
    """Loss and mean number from the stationary distribution itself: p(n) proportional to use^n, n from 0 to K."""
    weights = [use**n for n in range(places + 1)]
    total = sum(weights, Fraction(0))
    return weights[-1] / total, sum((n * weight for n, weight in enumerate(weights)), Fraction(0)) / total


def _of(law: str, use: float, places: int) -> float:
    return float(getattr(queues, law)(np.array([use]), np.array([places]))[0])


@pytest.mark.parametrize("places", [1, 2, 10, 100])
@pytest.mark.parametrize("use", ["1/10", "1/2", "9/10", "99/100", "1", "101/100", "2", "100"])
def test_loss_and_number_are_those_of_the_stationary_distribution(use: str, places: int) -> None:
    """M/M/1/K, summed exactly."""
    lost, number = _exact(Fraction(use), places)
    assert _of("loss", float(Fraction(use)), places) == pytest.approx(float(lost), rel=1e-11)
    assert _of("number", float(Fraction(use)), places) == pytest.approx(float(number), rel=1e-11)


def test_one_place_is_the_loss_formula_of_erlang() -> None:
    """M/M/1/1: use / (1 + use) is lost, and nobody ever waits."""
    assert _of("loss", 0.25, 1) == pytest.approx(0.2)
    assert float(queues.wait(np.array([0.25]), np.array([1]), np.array([5.0]))[0]) == pytest.approx(0.0, abs=1e-12)


def test_many_places_are_a_pipe_that_spills() -> None:
    """The limit: nothing below full use, the excess above it."""
    assert _of("loss", 0.9, 100_000) == 0.0
    assert _of("loss", 4.0, 100_000) == 0.75


def test_far_below_full_use_the_wait_is_that_of_the_endless_queue() -> None:
    """M/M/1: use / (1 - use) service times."""
    assert float(queues.wait(np.array([0.5]), np.array([1_000]), np.array([12.0]))[0]) == pytest.approx(12.0)
    assert float(queues.wait(np.array([0.8]), np.array([1_000]), np.array([1.0]))[0]) == pytest.approx(4.0)
    assert float(queues.wait(np.array([0.0]), np.array([1_000]), np.array([1.0]))[0]) == 0.0


@given(use=st.floats(0.01, 50.0), more=st.floats(1e-3, 5.0), places=st.integers(1, 3_000))
def test_more_load_loses_more_and_more_places_lose_less(use: float, more: float, places: int) -> None:
    """A loss is a probability, never below the pipe's, and moves the right way with load and buffer."""
    lost = _of("loss", use, places)
    assert max(0.0, 1 - 1 / use) - 1e-9 <= lost <= 1.0
    assert _of("loss", use + more, places) >= lost - 1e-9
    assert _of("loss", use, places + 1) <= lost + 1e-9


@given(use=st.floats(0.01, 50.0), places=st.integers(1, 3_000))
def test_nobody_waits_longer_than_a_full_buffer_takes(use: float, places: int) -> None:
    """Whoever gets in finds at most K - 1 before them."""
    waited = float(queues.wait(np.array([use]), np.array([places]), np.array([1.0]))[0])
    assert -1e-9 <= waited <= places - 1 + 1e-6
