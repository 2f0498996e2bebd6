"""Counting needs: each number once for each time it is named, whichever way is quicker."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.net.tally import Tally, count_up


@given(size=st.integers(1, 30), numbers=st.lists(st.integers(0, 30), max_size=60))
def test_each_number_counts_as_often_as_it_is_named(size: int, numbers: list[int]) -> None:
    """From 1 on; 0 is nobody."""
    named = [number for number in numbers if number <= size]
    counts = np.zeros(size, dtype=np.int64)
    count_up(counts, np.array(named, dtype=np.int64))
    assert counts.tolist() == [named.count(number) for number in range(1, size + 1)]


def test_a_new_tally_has_four_counts_of_its_own() -> None:
    """Nothing sent yet, and no column is another's."""
    tally = Tally.of(2)
    tally.sent += 1
    assert [part.tolist() for part in (tally.sent, tally.denied, tally.contained, tally.lost)] == [[1, 1]] + [
        [0, 0]
    ] * 3
