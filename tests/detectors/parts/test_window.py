"""A sliding window of counts."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.parts.window import Window, tally


@given(st.integers(1, 5), st.lists(st.integers(0, 9), max_size=20))
def test_the_total_is_the_sum_of_the_last(length: int, pushes: list[int]) -> None:
    """At any time, exactly the last pushes count."""
    window = Window(length, 1)
    for n, push in enumerate(pushes):
        assert window.push(np.array([push]))[0] == sum(pushes[max(0, n - length + 1) : n + 1])


def test_a_window_shorter_than_a_batch_is_one_batch() -> None:
    """A length of 0 means the newest push alone."""
    window = Window(0, 1)
    window.push(np.array([3]))
    assert window.push(np.array([4])).tolist() == [4]


def test_tally_counts_and_adds() -> None:
    """Members counted, or their amounts added, exactly."""
    assert tally(np.array([0, 2, 2]), 4).tolist() == [1, 0, 2, 0]
    assert tally(np.array([0, 2, 2]), 4, np.array([5, 2**40, 1])).tolist() == [5, 0, 2**40 + 1, 0]
