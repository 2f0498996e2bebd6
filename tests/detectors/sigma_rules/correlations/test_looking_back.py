"""Windows that look back: exact by their definition, whatever the batches."""

from __future__ import annotations

from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.detectors.sigma_rules.correlations.slow import (
    Pair,
    cuts,
    events_of,
    fed,
    in_order,
    looking_back,
    pairs,
    spans,
    times_and_rows,
)
from twin.detectors.sigma_rules.correlations import looking_back as back
from twin.detectors.sigma_rules.correlations import window as memory
from twin.detectors.sigma_rules.correlations.bounds import Bounds

needs = st.integers(1, 6)
words = st.sampled_from(["gt", "gte", "lt", "lte", "eq", "neq"])
limits = st.fractions(-1, 5, max_denominator=3)
signed = st.lists(st.tuples(st.integers(0, 60), st.integers(-4, 4)), max_size=30).map(
    lambda given: sorted(given, key=lambda pair: pair[0])
)


@given(pairs, cuts, spans, needs)
def test_a_count_is_exact_over_any_batches(given: list[Pair], cuts: list[int], span: int, need: int) -> None:
    """The last *need* events within the span, both ends included; the hit is as many rows."""
    wanted = [time for time, _ in looking_back(given, span, lambda values: len(values) >= need)]
    assert times_and_rows(fed(back.Counting((), span, need), given, cuts, kind="event_count")) == [
        (time, need) for time in wanted
    ]


@given(pairs, cuts, spans, needs)
def test_different_values_are_counted_exactly(given: list[Pair], cuts: list[int], span: int, need: int) -> None:
    """One row a value."""
    wanted = looking_back(given, span, lambda values: len(set(values)) >= need)
    found = times_and_rows(fed(back.Distinct((), span, need), given, cuts, kind="value_count"))
    assert found == [(time, len({value for _, value in window})) for time, window in wanted]


@given(pairs, cuts, spans)
def test_rules_that_are_present_are_judged_together(given: list[Pair], cuts: list[int], span: int) -> None:
    """Any condition that more events can only make true."""

    def holds(present: object) -> bool:
        return 0 in present and (1 in present or {2, 3} <= set(present))  # type: ignore[operator, call-overload]

    wanted = looking_back(given, span, holds)
    found = times_and_rows(fed(back.Present((), span, holds), given, cuts, kind="temporal"))
    assert found == [(time, len({value for _, value in window})) for time, window in wanted]


@given(signed, cuts, spans, st.integers(-3, 12))
def test_a_sum_is_exact_with_negative_values_too(given: list[Pair], cuts: list[int], span: int, need: int) -> None:
    """Every event of the span counts."""
    wanted = looking_back(given, span, lambda values: sum(values) >= need)
    found = times_and_rows(fed(back.Summing((), span, need), given, cuts, kind="value_sum"))
    assert found == [(time, len(window)) for time, window in wanted]


@given(pairs, cuts, spans, words, limits)
def test_a_mean_is_exact_for_every_comparison(
    given: list[Pair], cuts: list[int], span: int, word: str, limit: Fraction
) -> None:
    """Fractions are compared as fractions."""
    bounds = Bounds(((word, limit),))
    wanted = looking_back(given, span, lambda values: bounds.test()(sum(values), len(values)))
    found = times_and_rows(fed(back.Averaging((), span, bounds), given, cuts, kind="value_avg"))
    assert found == [(time, len(window)) for time, window in wanted]


@given(pairs, cuts, spans, words, limits, st.sampled_from([0, 10, 25, 50, 90, 100]))
def test_a_percentile_is_the_nearest_rank(
    given: list[Pair], cuts: list[int], span: int, word: str, limit: Fraction, percentile: int
) -> None:
    """The least value that so many of all values do not exceed."""
    bounds = Bounds(((word, limit),))

    def holds(values: list[int]) -> bool:
        reached = [v for v in sorted(values) if 100 * sum(w <= v for w in values) >= percentile * len(values)]
        return bounds.test()(reached[0], 1)

    wanted = looking_back(given, span, holds)
    found = times_and_rows(
        fed(back.Ranking((), span, bounds, Fraction(percentile, 100)), given, cuts, kind="value_percentile")
    )
    assert found == [(time, len(window)) for time, window in wanted]


@given(pairs, cuts, spans, words, limits)
def test_a_median_of_an_even_number_is_between_two(
    given: list[Pair], cuts: list[int], span: int, word: str, limit: Fraction
) -> None:
    """As the statistics module of Python has it."""
    bounds = Bounds(((word, limit),))
    wanted = looking_back(given, span, lambda values: bounds.test()(int(2 * median(values)), 2))
    found = times_and_rows(fed(back.Ranking((), span, bounds, None), given, cuts, kind="value_median"))
    assert found == [(time, len(window)) for time, window in wanted]


ORDERS = [[(0, 1)], [(0, 1, 2)], [(2, 0, 1)], [(0, 1), (0, 2)], [(0, 1, 3), (2, 3)], [(1,)]]


@settings(max_examples=200)
@given(pairs, cuts, spans, st.sampled_from(ORDERS))
def test_an_order_is_found_wherever_there_is_one(
    given: list[Pair], cuts: list[int], span: int, orders: list[tuple[int, ...]]
) -> None:
    """However the steps are mixed, also when they happen at the same time."""
    hits = fed(back.Ordered((), span, orders), given, cuts, kind="temporal_ordered")
    assert [hit.time_us for hit in hits] == in_order(given, span, orders)


def test_an_order_takes_its_evidence_from_the_latest_beginning() -> None:
    """Begun at 1 and again at 5: the chain from 5 is the evidence."""
    (hit,) = fed(back.Ordered((), 10, [(0, 1)]), [(1, 0), (5, 0), (9, 1)], [])
    assert (hit.time_us, hit.evidence, hit.rows) == (9, 2, 2)


def test_evidence_is_the_oldest_row_of_the_window() -> None:
    """Of the values 1, 2 the newest events count: the second 1 and the 2."""
    (hit,) = fed(back.Distinct((), 10, 2), [(1, 1), (2, 1), (3, 2)], [])
    assert (hit.evidence, hit.rows) == (2, 2)


def test_a_count_holds_fewer_events_than_would_fire() -> None:
    """However many come."""
    window = back.Counting((), 1, 5)
    fed(window, [(2 * n, 0) for n in range(1_000)], list(range(0, 2_000, 10)), 2_000)
    assert len(window._kept) == 4


@pytest.mark.parametrize("kind", [back.Summing, back.Averaging])
def test_what_must_be_held_is_limited(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first."""
    monkeypatch.setattr(memory, "MOST_KEPT", 10)
    window = kind((), 10_000, 10**9 if kind is back.Summing else Bounds((("gt", Fraction(10**9)),)))
    window.feed(events_of([(n, 1) for n in range(50)]), [])
    held = window._kept if kind is back.Summing else window._held
    assert [event[0] for event in held] == list(range(40, 50))
