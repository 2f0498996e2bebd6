"""Thresholds at a stated rate: exact where rows suffice, extrapolated beyond."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, genpareto

from twin.core.chance import Streams
from twin.core.elementary import Floats
from twin.detectors.learning.tail import LADDER, Tail


def _exponential(rows: int, entity: str, mean: float = 1.0) -> Floats:
    return Streams.of(3, [entity], "tail").exponential(np.zeros(rows, dtype=np.int64), np.arange(rows), mean)


@pytest.mark.parametrize(("rows", "share"), [(1000, 0.01), (5000, 0.002), (400, 0.05), (10_000, 0.0005)])
def test_the_place_is_the_last_that_lies_above_the_quantile_with_95_percent_confidence(rows: int, share: float) -> None:
    """The exact binomial, as SciPy has it: P(K < r) is at most 0.05 for this r, and not for the next."""
    scores = np.arange(rows, dtype=np.float64)
    place = int(rows - Tail.of(scores).threshold(share))
    assert binom.cdf(place - 1, rows, share) <= 0.05 < binom.cdf(place, rows, share)


def test_fresh_rows_pass_no_more_often_than_stated() -> None:
    """In at least 90 of 100 samples, as a confidence of 95 % promises (with the noise of a hundred samples)."""
    share = 0.01
    kept = [Tail.of(_exponential(1000, f"s-{n}")).threshold(share) for n in range(100)]
    assert sum(float(np.exp(-each)) <= share for each in kept) >= 90


def test_beyond_the_rows_the_fitted_tail_is_near_the_true_quantile() -> None:
    """Five thousand rows of an exponential; one in a hundred thousand passes 11.5."""
    found = [Tail.of(_exponential(5000, f"far-{n}")).extrapolated(1e-5) for n in range(20)]
    assert float(np.median(found)) == pytest.approx(-np.log(1e-5), rel=0.12)


def test_a_heavy_tail_is_fitted_as_such() -> None:
    """Generalised Pareto with shape 0.3: the closed form finds it, and the quantile within a fifth."""
    uniform = Streams.of(3, ["heavy"], "tail").uniform(np.zeros(50_000, dtype=np.int64), np.arange(50_000))
    tail = Tail.of(genpareto.ppf(uniform, 0.3))
    assert tail.shape == pytest.approx(0.3, abs=0.12)
    assert tail.extrapolated(1e-5) == pytest.approx(genpareto.ppf(1 - 1e-5, 0.3), rel=0.35)


def test_what_occurred_is_not_called_rarer_than_once() -> None:
    """The threshold for less than one row in all is not below the largest row."""
    tail = Tail.of(np.concatenate([np.zeros(500), [9.0]]))
    assert tail.threshold(1e-4) >= 9.0


def test_rows_that_are_all_alike_have_a_threshold() -> None:
    """No tail, no extrapolation: the value itself."""
    assert Tail.of(np.full(100, 2.0)).threshold(1e-6) == 2.0
    assert Tail.of(np.array([2.0])).threshold(1e-6) == 2.0


def test_a_rarer_rate_never_has_a_lower_threshold() -> None:
    """From often to hardly ever."""
    tail = Tail.of(_exponential(2000, "order"))
    found = [tail.threshold(share) for share in (0.5, 0.1, 0.02, 0.005, 1e-3, 1e-4, 1e-6)]
    assert found == sorted(found)


def test_the_tail_of_a_ladder_is_that_of_the_rows_behind_it() -> None:
    """Shares that pass each step give nearly the threshold that the rows themselves give."""
    scores = 1.0 + _exponential(5000, "ladder", 2.0)
    shares = np.array([float(np.mean(scores > step)) for step in LADDER])
    for share in (1e-3, 1e-4, 1e-5):
        assert Tail.of_ladder(shares, 5000).threshold(share) == pytest.approx(
            Tail.of(scores).extrapolated(share), rel=0.25
        )


def test_a_ladder_that_claims_that_everybody_passes_has_the_highest_threshold() -> None:
    """A lie can raise it to the top and no further."""
    assert Tail.of_ladder(np.full(len(LADDER), 100.0), 500).threshold(1e-4) >= LADDER[-1]
    assert Tail.of_ladder(np.zeros(len(LADDER)), 500).threshold(1e-4) >= LADDER[0]
