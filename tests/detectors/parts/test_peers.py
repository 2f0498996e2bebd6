"""Who stands out among its own kind."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.parts.peers import stands_out


def test_the_cut_off_is_that_of_the_modified_z_score() -> None:
    """0.6745 (x - median) / MAD of more than 3.5: with median 100 and MAD 20 above 203.8."""
    others = np.array([60, 80, 100, 120, 140])
    bound = 100 + 3.5 * 20 * 1.4826
    assert stands_out(bound + 0.01, others, 3.5, 5) is True
    assert stands_out(bound - 0.01, others, 3.5, 5) is False
    assert 0.6745 * (bound - 100) / 20 == pytest.approx(3.5, abs=0.001)


def test_peers_that_are_all_alike_leave_a_tenth_of_room() -> None:
    """A spread of nothing would make an outlier of anybody: the floor is a tenth of the median."""
    assert stands_out(134.9, np.array([100] * 9), 3.5, 5) is False
    assert stands_out(135.1, np.array([100] * 9), 3.5, 5) is True


def test_too_few_peers_prove_nothing() -> None:
    """Neither that it stands out nor that it does not."""
    assert stands_out(10**9, np.array([1, 1, 1, 1]), 3.5, 5) is None


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=30))
def test_whoever_is_in_the_middle_never_stands_out(others: list[int]) -> None:
    """Whatever the others do."""
    assert stands_out(float(np.median(others)), np.array(others), 3.5, 5) is False
