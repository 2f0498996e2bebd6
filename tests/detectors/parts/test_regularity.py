"""The four parts of regularity, against values that were worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.units import HOUR_US, SECOND_US
from twin.detectors.parts.regularity import (
    PIECES,
    Regularity,
    duration_part,
    flatness,
    regularity,
    steadiness,
    two_heights,
)  # fmt: skip


def _calls(times_s: list[float], sizes: list[int] | None = None) -> Regularity:
    times = np.array([round(t * SECOND_US) for t in times_s], dtype=np.int64)
    return regularity(times, np.array(sizes or [300] * len(times_s), dtype=np.int64), 0, HOUR_US)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([60] * 9, 1.0),
        ([98, 99, 99, 100, 100, 100, 101, 101, 102], 0.995),
        ([98, 300] * 5, 0.746),
        ([1, 299, 25, 4975, 90, 2, 42, 500, 1500], 0.083),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.773),
    ],
    ids=["all-alike", "nearly", "two-kinds", "any", "narrow-is-not-lopsided"],
)
def test_steadiness_is_symmetry_and_closeness(values: list[int], expected: float) -> None:
    """Quartiles 13.5, 90 and 1000 are lopsided by 0.845, and a deviation of 89 about 90 leaves 0.011: 0.083."""
    assert steadiness(np.array(values, dtype=np.float64), 1.0) == pytest.approx(expected, abs=0.0006)


def test_nothing_sent_is_close_to_nothing_by_what_it_is_told() -> None:
    """Calls without a byte have no size to be steady in; intervals below a second have."""
    assert steadiness(np.zeros(5), 0.0) == 0.5
    assert steadiness(np.zeros(5), 1.0) == 1.0


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([1] * 10, 1.0), ([950, 970, 990, 1010, 1030, 1050, 1070], 0.960), ([1, 5, 10, 50, 100, 500, 1000, 5000], 0.0)],
)
def test_flatness_is_what_the_coefficient_of_variation_leaves(counts: list[int], expected: float) -> None:
    """Deviation 40 of mean 1010 leaves 0.96; more than the mean leaves nothing."""
    assert flatness(np.array(counts)) == pytest.approx(expected, abs=0.0006)


def test_two_heights_are_as_good_as_one_from_eleven_pieces_on() -> None:
    """Ten calls by day, two by night; one outlier is forgiven; with ten pieces it is too early to say."""
    day_and_night = np.array([10] * 12 + [2] * 12)
    assert two_heights(day_and_night) == 1.0
    assert two_heights(np.array([10] * 11 + [7] + [2] * 12)) == 1.0
    assert two_heights(np.array([10] * 9 + [7, 5, 4] + [2] * 12)) == pytest.approx(21 / 23)
    assert two_heights(np.array([10] * 10 + [0] * 14)) == 0.0


def test_heights_within_a_twentieth_of_the_greatest_are_one() -> None:
    """Steps of five where the greatest is 100."""
    assert two_heights(np.array([100, 101, 102] * 4)) == 1.0


@pytest.mark.parametrize(
    ("pieces", "covered", "expected"),
    [(range(5), 0.9, 0.0), (range(6), 0.1, 0.5), (range(12), 0.1, 1.0), ((20, 21, 22, 23, 0, 1), 0.1, 0.5),
     (range(0, 24, 2), 0.96, 0.96), (range(24), 0.5, 1.0)],
)  # fmt: skip
def test_duration_is_cover_or_the_longest_run_round_the_end(
    pieces: range | tuple[int, ...], covered: float, expected: float
) -> None:
    """Six pieces at least; twelve in a row are as good as all."""
    counts = np.zeros(PIECES, dtype=np.int64)
    counts[list(pieces)] = 1
    assert duration_part(counts, covered) == pytest.approx(expected)


def test_a_perfect_clock_scores_one_and_people_far_below() -> None:
    """Every fifty seconds; and a burst of pages of any size in a few minutes."""
    assert _calls([50.0 * n for n in range(72)]).score == 1.0
    bursts = [5.0, 6, 9, 30, 31, 33, 200, 201, 204, 290, 500, 502]
    assert _calls(bursts, [200, 90_000, 1500, 40, 7000, 300, 12, 5000, 64_000, 900, 2, 450]).score < 0.5


def test_fewer_than_four_calls_in_different_seconds_score_nothing() -> None:
    """Three intervals are needed; calls of one second are one call."""
    assert _calls([1.0, 61, 121]).score == 0.0
    assert _calls([1.0, 1.1, 1.2, 1.3, 1.4]).score == 0.0
    assert _calls([1.0, 61, 121, 181]).timing == 1.0


@given(st.lists(st.integers(0, 3599), min_size=4, max_size=80, unique=True), st.integers(0, 10_000))
def test_every_part_lies_between_zero_and_one(times: list[int], size: int) -> None:
    """Whatever the calls are."""
    parts = _calls([float(t) for t in sorted(times)], [size] * len(times))
    assert all(0.0 <= part <= 1.0 for part in parts)
    assert 0.0 <= parts.score <= 1.0
