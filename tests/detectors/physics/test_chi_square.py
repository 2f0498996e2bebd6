"""The chi-square test: tail and quantile against the library's, the statistic against linear algebra."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from twin.detectors.physics.chi_square import ChiSquare, quantile, squared, tail


@given(st.floats(0.0, 300.0), st.integers(1, 9))
def test_the_tail_is_that_of_the_distribution(statistic: float, entries: int) -> None:
    """To eleven digits, on both sides of every seam, far into the tail."""
    assert tail(statistic, entries) == pytest.approx(float(chi2.sf(statistic, entries)), rel=1e-11)


@given(st.floats(-15.0, -0.01), st.integers(1, 9))
def test_the_quantile_has_the_chance_that_was_asked_for(log10: float, entries: int) -> None:
    """From ordinary rates down to one in ten to the fifteenth."""
    chance = 10.0**log10
    assert tail(quantile(chance, entries), entries) == pytest.approx(chance, rel=1e-9)


def test_the_printed_limits() -> None:
    """6.6349 and 10.8276 for one entry, 9.2103 for two."""
    limits = [ChiSquare(entries, rate).limit for entries, rate in ((1, 0.01), (1, 0.001), (2, 0.01))]
    assert limits == pytest.approx([6.6349, 10.8276, 9.2103], abs=5e-5)


def test_the_statistic_weighs_by_covariance() -> None:
    """``r' S^-1 r`` of each column of a stack."""
    rng = np.random.default_rng(1)
    roots, residual = rng.normal(size=(4, 3, 3)), rng.normal(size=(3, 4))
    covariance = np.stack([root @ root.T + np.eye(3) for root in roots], axis=-1)
    wanted = [residual[:, n] @ np.linalg.solve(covariance[..., n], residual[:, n]) for n in range(4)]
    assert squared(residual, covariance) == pytest.approx(wanted)


def test_the_verdict_is_beyond_the_limit() -> None:
    """At two and a half deviations one in a hundred is not yet passed, at two and six tenths it is."""
    statistic, flagged = ChiSquare(1, 0.01).take(np.array([[2.5, 2.6]]), np.ones((1, 1, 2)))
    assert statistic.tolist() == pytest.approx([6.25, 6.76])
    assert flagged.tolist() == [False, True]
