"""Bounds against published and independently computed values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from twin.lab.detection.bounds import (
    least_change,
    least_days,
    least_runs,
    mcnemar,
    provable_rate,
    provable_recall,
    rate_bounds,
    recall_bounds,
    rule_of_three,
)


@given(runs=st.integers(1, 400), data=st.data(), confidence=st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_recall_bound_is_one_sided_wilson(runs: int, data: st.DataObject, confidence: float) -> None:
    """SciPy's binomial test with a one-sided alternative and Wilson's interval has the same lower end."""
    hits = data.draw(st.integers(1, runs))
    judge = binomtest(hits, runs, alternative="greater").proportion_ci(confidence, method="wilson")
    assert recall_bounds(hits, runs, confidence).lo == pytest.approx(judge.low, abs=1e-12)


@given(count=st.integers(0, 200), days=st.floats(0.1, 100), confidence=st.sampled_from([0.8, 0.95, 0.99]))
def test_the_rate_bound_is_exact_poisson(count: int, days: float, confidence: float) -> None:
    """Garwood's upper end is half a quantile of chi-square with 2 (n + 1) degrees of freedom."""
    wanted = chi2.ppf(confidence, 2 * (count + 1)) / 2 / days
    assert rate_bounds(count, days, confidence).hi == pytest.approx(wanted, rel=1e-9)


def test_thirty_of_thirty_prove_nine_in_ten_and_no_more() -> None:
    """The rule of three says 0.90, Wilson 0.917: neither says 0.95."""
    assert rule_of_three(30) == pytest.approx(0.9)
    assert recall_bounds(30, 30, 0.95).lo == pytest.approx(0.917, abs=0.001)
    assert provable_recall(30, 0.95) == pytest.approx(0.917, abs=0.001)


@given(recall=st.floats(0.01, 0.999), confidence=st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_fewest_runs_prove_it_and_one_fewer_do_not(recall: float, confidence: float) -> None:
    """No more is asked of anybody than is needed."""
    runs = least_runs(recall, confidence)
    assert provable_recall(runs, confidence) >= recall
    assert runs == 1 or provable_recall(runs - 1, confidence) < recall


def test_quiet_days_prove_three_by_their_number() -> None:
    """At 95 %: five days without an alert prove 0.6 a day, and half an alert a day takes six."""
    assert provable_rate(5, 0.95) == pytest.approx(0.599, abs=0.001)
    assert least_days(0.5, 0.95) == pytest.approx(5.99, abs=0.01)
    assert least_days(0, 0.95) == float("inf")


@given(before=st.integers(0, 60), after=st.integers(0, 60))
def test_mcnemar_is_the_exact_binomial_test(before: int, after: int) -> None:
    """Of the pairs that differ, half would fall each way by chance."""
    differ = before + after
    wanted = binomtest(before, differ).pvalue if differ else 1.0
    assert mcnemar(before, after) == pytest.approx(wanted, abs=1e-9)


def test_six_seeds_lost_is_the_least_that_shows() -> None:
    """2 / 2^5 is above 5 %, 2 / 2^6 below."""
    assert mcnemar(5, 0) == pytest.approx(0.0625)
    assert mcnemar(6, 0) == pytest.approx(0.03125)
    assert least_change(30) == pytest.approx(6 / 30)
    assert least_change(5) is None
