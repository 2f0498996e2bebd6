"""Intervals agree with the textbook library, and undefined is never zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twin.lab.statistics import (
    INTERVALS,
    Estimate,
    count_interval,
    mean_interval,
    paired_difference,
    rate_interval,
    ratio_interval,
    share_interval,
    yes_interval,
)

_VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


class TestMean:
    """Student's interval."""

    @given(_VALUES)
    def test_it_is_the_t_interval_of_scipy(self, values: list[float]) -> None:
        """Same mean and bounds as ``scipy.stats.t.interval`` with n - 1 degrees."""
        found = mean_interval(values)
        scale = stats.sem(values)
        lo, hi = (
            stats.t.interval(0.95, len(values) - 1, loc=sum(values) / len(values), scale=scale)
            if scale
            else (
                found.lo,
                found.hi,
            )
        )
        assert found.lo == pytest.approx(lo, rel=1e-9, abs=1e-6)
        assert found.hi == pytest.approx(hi, rel=1e-9, abs=1e-6)

    def test_undefined_values_are_left_out_and_counted(self) -> None:
        """None and NaN are no zeros: the mean is of the rest."""
        found = mean_interval([2.0, None, 4.0, float("nan")])
        assert (found.mean, found.n, found.undefined) == (3.0, 2, 2)

    def test_one_value_has_no_interval(self) -> None:
        """With n = 1 nothing is known about the spread."""
        assert mean_interval([7.0]) == Estimate(7.0, None, None, 1)

    def test_nothing_defined_gives_nothing(self) -> None:
        """All undefined: no mean, and the count says so."""
        assert mean_interval([None, None]) == Estimate(None, None, None, 0, 2)

    def test_clear_means_that_zero_is_outside(self) -> None:
        """An interval across 0 has no sign; one value has none either."""
        assert mean_interval([1.0, 1.1, 0.9]).clear
        assert not mean_interval([1.0, -1.1, 0.1]).clear
        assert not mean_interval([1.0]).clear


class TestPairs:
    """Differences by seed."""

    @given(_VALUES)
    def test_an_identical_branch_differs_by_exactly_zero(self, values: list[float]) -> None:
        """No rounding may show: mean and both bounds are 0.0."""
        found = paired_difference(values, list(values))
        assert (found.mean, found.lo, found.hi) == (0.0, 0.0, 0.0)

    @given(_VALUES)
    def test_the_order_of_sides_turns_the_sign(self, values: list[float]) -> None:
        """A - B is minus B - A, bounds swapped."""
        other = [value * 0.5 + 1 for value in values]
        ab, ba = paired_difference(values, other), paired_difference(other, values)
        assert ab.mean == pytest.approx(-(ba.mean or 0.0))
        assert ab.lo == pytest.approx(-(ba.hi or 0.0))

    def test_a_pair_with_an_undefined_side_is_no_pair(self) -> None:
        """Two of three pairs are left out here."""
        found = paired_difference([1.0, None, 3.0], [0.5, 1.0, None])
        assert (found.mean, found.n, found.undefined) == (0.5, 1, 2)

    def test_sides_of_unequal_length_are_a_mistake(self) -> None:
        """Pairs need the same seeds."""
        with pytest.raises(ValueError, match="zip"):
            paired_difference([1.0], [1.0, 2.0])


class TestShare:
    """Wilson's interval."""

    @given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_it_is_the_wilson_interval_of_scipy(self, case: tuple[int, int]) -> None:
        """Same bounds as ``binomtest(...).proportion_ci(method='wilson')``."""
        hits, n = case
        reference = stats.binomtest(hits, n).proportion_ci(method="wilson")
        found = share_interval(hits, n)
        assert found.lo == pytest.approx(reference.low, abs=1e-9)
        assert found.hi == pytest.approx(reference.high, abs=1e-9)

    def test_no_trials_say_nothing(self) -> None:
        """0 of 0 is undefined."""
        assert share_interval(0, 0).mean is None

    def test_more_hits_than_trials_is_a_mistake(self) -> None:
        """3 of 2 is refused by name."""
        with pytest.raises(ValueError, match="3 of 2 is no share"):
            share_interval(3, 2)


class TestRate:
    """Garwood's interval."""

    @given(st.integers(0, 2000))
    def test_it_is_the_exact_poisson_interval(self, count: int) -> None:
        """Same bounds as chi-square quantiles give (Garwood)."""
        found = rate_interval(count, 2.0)
        lo = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
        hi = stats.chi2.ppf(0.975, 2 * count + 2) / 2
        assert found.lo == pytest.approx(lo / 2, rel=1e-8)
        assert found.hi == pytest.approx(hi / 2, rel=1e-8)

    def test_no_events_still_have_an_upper_bound(self) -> None:
        """Nothing seen in a day allows up to 3.69 a day."""
        assert rate_interval(0).hi == pytest.approx(3.6889, abs=1e-4)

    @pytest.mark.parametrize(("count", "exposure"), [(-1, 1.0), (1, 0.0), (1, float("inf"))])
    def test_nonsense_is_refused(self, count: int, exposure: float) -> None:
        """Negative counts and empty exposures are mistakes."""
        with pytest.raises(ValueError, match="no rate"):
            rate_interval(count, exposure)


class TestScales:
    """Values of runs get the interval that their scale deserves."""

    def test_yes_or_no_in_each_run_is_a_share_and_stays_one(self) -> None:
        """One of three runs undetected is 6 % to 79 %, not -110 % to 177 %."""
        found = yes_interval([1.0, 0.0, 0.0])
        reference = stats.binomtest(1, 3).proportion_ci(method="wilson")
        assert (found.mean, found.n) == (pytest.approx(1 / 3), 3)
        assert (found.lo, found.hi) == (pytest.approx(reference.low), pytest.approx(reference.high))

    def test_all_yes_is_no_certainty(self) -> None:
        """Four of four still allow for a half."""
        found = yes_interval([1.0] * 4)
        assert found.hi == 1.0
        assert found.lo == pytest.approx(0.51, abs=0.01)

    def test_a_quiet_day_is_no_case_of_a_share(self) -> None:
        """Undefined is left out and counted."""
        found = yes_interval([1.0, None, 0.0])
        assert (found.mean, found.n, found.undefined) == (0.5, 2, 1)

    def test_a_ratio_is_not_yes_or_no(self) -> None:
        """0.4 is refused rather than rounded."""
        with pytest.raises(ValueError, match="not all 0 or 1"):
            yes_interval([0.4])

    @given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
    def test_a_ratio_has_students_interval_inside_0_and_1(self, values: list[float]) -> None:
        """Cut where a part of a whole cannot be."""
        plain, found = mean_interval(values), ratio_interval(values)
        assert (found.mean, found.n) == (plain.mean, plain.n)
        if plain.lo is None or plain.hi is None:
            assert found.lo is found.hi is None
        else:
            assert (found.lo, found.hi) == (max(0.0, plain.lo), min(1.0, plain.hi))

    def test_no_event_in_four_runs_allows_for_one_a_run(self) -> None:
        """Garwood: 3.69 / 4; Student would say that there are never any."""
        found = count_interval([0.0] * 4)
        assert (found.mean, found.lo, found.n) == (0.0, 0.0, 4)
        assert found.hi == pytest.approx(3.6889 / 4, abs=1e-4)

    @given(st.lists(st.integers(0, 40).map(float), min_size=1, max_size=9))
    def test_a_count_covers_both_intervals_and_is_never_negative(self, values: list[float]) -> None:
        """Events that come in clusters scatter more than Poisson's."""
        plain, found = mean_interval(values), count_interval(values)
        exact = rate_interval(round(sum(values)), len(values))
        assert (found.mean, found.n) == (plain.mean, plain.n)
        assert found.lo == max(0.0, min(low for low in (plain.lo, exact.lo) if low is not None))
        assert found.hi == max(high for high in (plain.hi, exact.hi) if high is not None)

    @pytest.mark.parametrize("scale", sorted(INTERVALS))
    def test_nothing_defined_gives_nothing_on_any_scale(self, scale: str) -> None:
        """And what was undefined is counted."""
        assert INTERVALS[scale]([None, None]) == Estimate(None, None, None, 0, 2)
