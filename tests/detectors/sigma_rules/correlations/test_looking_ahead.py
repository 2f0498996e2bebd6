"""Windows that look ahead: exact by their definition, whatever the batches, and only once they are over."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.detectors.sigma_rules.correlations.slow import (
    Found,
    Pair,
    cuts,
    fed,
    looking_ahead,
    pairs,
    spans,
    times_and_rows,
)
from twin.detectors.sigma_rules.correlations.bounds import Bounds
from twin.detectors.sigma_rules.correlations.looking_ahead import Ahead, Total, Variety

ends = st.integers(1, 90)
bounds_of_any = st.one_of(
    st.tuples(st.sampled_from(["gt", "gte", "lt", "lte", "eq", "neq"]), st.integers(0, 8)).map(
        lambda pair: Bounds(((pair[0], Fraction(pair[1])),))
    ),
    st.tuples(st.integers(0, 4), st.integers(3, 9)).map(
        lambda pair: Bounds((("gte", Fraction(pair[0])), ("lt", Fraction(pair[1]))))
    ),
)


def rows(found: list[tuple[int, list[Pair]]]) -> Found:
    """Times, and rows of each window."""
    return [(time, len(window)) for time, window in found]


@given(pairs, cuts, spans, ends, bounds_of_any)
def test_a_count_is_judged_when_its_window_is_over(
    given: list[Pair], cuts: list[int], span: int, end: int, bounds: Bounds
) -> None:
    """Every comparison and every range; hits come at the end of the window, in whichever batch that lies."""
    before = [pair for pair in given if pair[0] < end]
    window = Ahead((), span, Total(bounds.test()))
    found = times_and_rows(fed(window, [(time, 1) for time, _ in before], cuts, end))
    assert found == rows(looking_ahead(before, span, end, lambda values: bounds.test()(len(values), 1)))


@given(pairs, cuts, spans, ends, bounds_of_any)
def test_a_sum_is_judged_when_its_window_is_over(
    given: list[Pair], cuts: list[int], span: int, end: int, bounds: Bounds
) -> None:
    """The same of the values."""
    before = [pair for pair in given if pair[0] < end]
    found = times_and_rows(fed(Ahead((), span, Total(bounds.test())), before, cuts, end))
    assert found == rows(looking_ahead(before, span, end, lambda values: bounds.test()(sum(values), 1)))


@given(pairs, cuts, spans, ends)
def test_absence_is_judged_when_the_window_is_over(given: list[Pair], cuts: list[int], span: int, end: int) -> None:
    """Rule 0 without rule 1: what is present may be asked anything."""

    def alone(present: Collection[int]) -> bool:
        return 0 in present and 1 not in present

    before = [pair for pair in given if pair[0] < end]
    found = times_and_rows(fed(Ahead((), span, Variety(alone)), before, cuts, end))
    assert found == rows(looking_ahead(before, span, end, alone))


def test_a_device_that_falls_silent_is_found_once_its_window_is_over() -> None:
    """A report every 10 s, at least 3 in 30 s, and then nothing after 50 s."""
    reports = [(time, 1) for time in range(0, 60, 10)]
    few = Bounds((("lt", Fraction(3)),)).test()
    assert fed(Ahead((), 30, Total(few)), reports, [25, 60], 70) == []
    assert times_and_rows(fed(Ahead((), 30, Total(few)), reports, [25, 60], 75)) == [(70, 2)]


def test_nothing_is_due_without_a_window() -> None:
    """Then no time need be kept for it."""
    window = Ahead((), 5, Total(Bounds((("lt", Fraction(2)),)).test()))
    assert window.due_us is None
    window.feed([(3, 0, 1, 1, 1)], [])
    assert window.due_us == 8
    window.settle(9, [])
    assert window.due_us is None


def test_no_more_is_held_than_a_span() -> None:
    """A thousand windows one after the other leave one behind."""
    window = Ahead((), 3, Total(Bounds((("lt", Fraction(1)),)).test()))
    fed(window, [(time, 1) for time in range(1_000)], list(range(0, 1_000, 7)), 1_000)
    assert len(window._held) < 12
