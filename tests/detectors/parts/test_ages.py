"""Keys that are new, or old enough to be new again."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.parts.ages import Ages


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=60))
def test_a_key_is_new_when_it_was_not_seen_for_longer_than_is_kept(steps: list[tuple[int, int]]) -> None:
    """As a dictionary of last times says it, whatever the order."""
    ages, seen, now = Ages(100, 5), dict[int, int](), 0
    for key, pause in steps:
        now += pause
        new = key not in seen or now - seen[key] > 5
        assert ages.first(np.array([key]), now).tolist() == [0] * new
        seen[key] = now


def test_of_a_batch_the_first_row_of_each_new_key_counts() -> None:
    """Later rows of the same key are no news."""
    ages = Ages(100, 10)
    ages.first(np.array([7]), 0)
    assert ages.first(np.array([7, 3, 9, 3, 9]), 1).tolist() == [1, 2]


def test_memory_is_bounded_and_what_was_seen_longest_ago_goes_first() -> None:
    """A flood of keys does not displace those that are seen all the time."""
    ages = Ages(50, 10**9)
    for now in range(100):
        ages.first(np.arange(1_000 + 10 * now, 1_010 + 10 * now), now)
        assert len(ages.first(np.array([5]), now)) == (now == 0)
    assert len(ages) <= 60
