"""Hints: what each group's window must know to let its events wait."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.sigma_rules.correlations.events import Block
from twin.detectors.sigma_rules.correlations.hints import give_hints

groups = st.lists(st.lists(st.integers(-3, 3), min_size=1, max_size=8), min_size=1, max_size=5)


def block(given: list[list[int]], kind: str, span_us: int = 100) -> Block:
    """A block of these groups of values, one a microsecond, with the hints of *kind*."""
    values = np.array([value for group in given for value in group])
    times = np.concatenate([np.arange(len(group)) for group in given])
    nothing = np.zeros(len(values), dtype=np.int64)
    starts = [0, *np.cumsum([len(group) for group in given]).tolist()]
    made = Block((times, nothing, nothing, nothing), (values,), starts)
    give_hints(kind, made, span_us)
    return made


@given(groups)
def test_every_hint_is_that_of_its_own_group(given: list[list[int]]) -> None:
    """How many, how many different, how much at most, and between what."""
    assert block(given, "event_count").hints == [len(group) for group in given]
    assert block(given, "value_count").hints == [len(set(group)) for group in given]
    assert block(given, "value_avg").hints == [(min(group), max(group)) for group in given]
    for hint, group in zip(block(given, "value_sum").hints, given, strict=True):
        assert hint >= sum(value for value in group if value > 0)


@given(groups, st.integers(0, 8))
def test_of_a_long_batch_the_fullest_span_counts(given: list[list[int]], span_us: int) -> None:
    """One value a microsecond: both ends of the span count."""
    assert block(given, "event_count", span_us).hints == [min(len(group), span_us + 1) for group in given]
    rising = [[max(value, 0) for value in group] for group in given]
    most = [max(sum(group[max(0, n - span_us) : n + 1]) for n in range(len(group))) for group in rising]
    found = block(given, "value_sum", span_us).hints
    assert all(wanted <= hint <= wanted + 2 for wanted, hint in zip(most, found, strict=True))


def test_rules_are_a_bit_each() -> None:
    """Which rules of an order a group has seen."""
    assert block([[0, 2, 2], [1]], "temporal_ordered").hints == [0b101, 0b010]


@given(groups)
def test_what_is_kept_of_different_values_is_the_last_row_of_each(given: list[list[int]]) -> None:
    """In order of time."""
    found = block(given, "temporal")
    for number, group in enumerate(given):
        last = {value: place for place, value in enumerate(group)}
        assert [event[0] for event in found.kept(number)] == sorted(last.values())
