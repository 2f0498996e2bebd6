"""Bounds: comparisons of whole numbers and fractions, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.sigma_rules.correlations.bounds import OPERATORS, Bounds

numbers = st.fractions(-5, 5, max_denominator=4)


def of(**asked: float | Fraction) -> Bounds:
    """Bounds by word."""
    return Bounds(tuple((word, Fraction(str(number))) for word, number in asked.items()))


MEANING = {
    "gt": lambda a, b: a > b, "gte": lambda a, b: a >= b, "lt": lambda a, b: a < b, "lte": lambda a, b: a <= b,
    "eq": lambda a, b: a == b, "neq": lambda a, b: a != b,
}  # fmt: skip


@given(st.sampled_from(OPERATORS), numbers, st.integers(-30, 30), st.integers(1, 6))
def test_a_comparison_means_what_its_word_says(word: str, limit: Fraction, above: int, below: int) -> None:
    """Of the fraction itself, not of a rounded one."""
    assert Bounds(((word, limit),)).test()(above, below) == MEANING[word](Fraction(above, below), limit)


@given(numbers, numbers, st.integers(-6, 6))
def test_a_range_is_both_of_its_bounds(low: Fraction, high: Fraction, number: int) -> None:
    """A lower and an upper bound."""
    assert Bounds((("gte", low), ("lt", high))).test()(number, 1) == (low <= number < high)


@given(st.sampled_from(["gt", "gte"]), numbers)
def test_the_least_whole_number_is_the_first_that_passes(word: str, limit: Fraction) -> None:
    """It passes, and the one below does not."""
    bounds = Bounds(((word, limit),))
    assert bounds.test()(bounds.least(), 1)
    assert not bounds.test()(bounds.least() - 1, 1)


@given(st.sampled_from(OPERATORS), numbers, st.integers(-6, 6), st.integers(0, 6))
def test_what_is_not_reachable_is_met_by_nothing_between(word: str, limit: Fraction, low: int, wide: int) -> None:
    """Tried in quarters and thirds, as fine as the limits are."""
    bounds = Bounds(((word, limit),))
    between = any(bounds.test()(n, 12) for n in range(12 * low, 12 * (low + wide) + 1))
    assert bounds.reachable(low, low + wide) == between


@pytest.mark.parametrize(
    "asked", [{}, {"gt": 1, "gte": 2}, {"eq": 1, "lt": 4}, {"neq": 1, "gt": 0}, {"gt": 1, "lt": 5, "lte": 6}]
)
def test_only_a_lower_and_an_upper_bound_go_together(asked: dict[str, float]) -> None:
    """Anything else is a slip."""
    with pytest.raises(ValueError, match="one comparison"):
        of(**asked)


@pytest.mark.parametrize(
    ("bounds", "sensible"),
    [
        (of(gte=1), True), (of(gte=0), False), (of(gt=0), True), (of(gte=2.5), False), (of(lt=1), False),
        (of(lt=2), True), (of(eq=0), False), (of(eq=3), True), (of(neq=0), False), (of(neq=1), True),
        (of(gte=5, lt=5), False), (of(gte=5, lte=5), True), (of(gt=-3), False),
    ],
)  # fmt: skip
def test_a_count_that_is_always_or_never_so_is_no_condition(bounds: Bounds, *, sensible: bool) -> None:
    """Every window holds one event at least, the one that it belongs to."""
    assert bounds.counts() == sensible


def test_bounds_are_written_as_rules_write_them() -> None:
    """And scaled exactly: three tenths are 300 000 millionths."""
    assert str(of(gte=5, lt=10.5)) == "gte: 5, lt: 10.5"
    assert of(gte=0.3).scaled(1e6) == of(gte=300_000)


def test_only_lower_bounds_can_be_judged_at_once() -> None:
    """More events can break every other."""
    assert [of(**{word: 3}).only_lower for word in OPERATORS] == [True, True, False, False, False, False]
    assert not of(gte=3, lt=9).only_lower
