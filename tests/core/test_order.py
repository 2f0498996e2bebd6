"""Order: what the quick sort of times gives is what a stable sort by all keys gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.core.order import order_of

ROWS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), st.integers(0, 3)), max_size=80)


@given(ROWS, st.sampled_from((0, 10**15)))
def test_rows_come_by_time_then_by_ties_then_as_they_were_written(rows: list[tuple[int, int, int]], first: int) -> None:
    """The order of Python's stable sort, wherever on the axis the times lie."""
    time, one, two = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
    expected = sorted(range(len(rows)), key=lambda n: rows[n])
    assert order_of(time + first, (one, two)).tolist() == expected


@given(ROWS)
def test_without_ties_equal_times_stay_as_they_stand(rows: list[tuple[int, int, int]]) -> None:
    """The place in the low bits decides."""
    time = np.array([row[0] for row in rows], dtype=np.int64)
    assert order_of(time).tolist() == sorted(range(len(rows)), key=lambda n: rows[n][0])


def test_times_too_far_apart_for_one_word_are_sorted_all_the_same() -> None:
    """A span of sixty-two bits leaves no room for places."""
    time = np.array([1 << 62, 5, 0, 5], dtype=np.int64)
    tie = np.array([0, 2, 0, 1], dtype=np.int64)
    assert order_of(time, (tie,)).tolist() == [2, 3, 1, 0]
