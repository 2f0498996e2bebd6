"""What is usual in a column, and how far a row sticks out of it."""

from __future__ import annotations

import numpy as np
import pytest

from twin.detectors.learning.features import COLUMNS, COUNTS, EVENTS
from twin.detectors.learning.profile import LEAST_SPREAD, MOST, fit, least_spread, stands_out

NARROW = np.full(1, 0.25)


def test_the_middle_is_the_median_and_the_spread_its_deviation_times_1_4826() -> None:
    """One to nine: median 5, deviations 0 to 4 with median 2."""
    profile = fit(np.arange(1.0, 10.0)[:, None], NARROW)
    assert profile.centre[0] == 5.0
    assert profile.spread[0] == pytest.approx(2 * 1.4826)


def test_a_column_that_never_moves_has_the_least_spread() -> None:
    """Constant values have no deviation."""
    centre = np.full(len(COLUMNS), 3.0)
    assert fit(np.full((50, len(COLUMNS)), 3.0)).spread.tolist() == least_spread(centre).tolist()


@pytest.mark.parametrize(("usual", "least"), [(0, 0.25), (7, 0.25), (9, 0.2), (36, 2 / 37), (1_000, 0.05)])
def test_in_a_column_of_counts_two_more_are_the_least_spread(usual: int, least: float) -> None:
    """But no more than a quarter, and no less than a twentieth; amounts and events keep theirs."""
    found = least_spread(np.full(len(COLUMNS), np.log(1.0 + usual)))
    assert found[COUNTS] == pytest.approx(np.full(len(COUNTS), least))
    others = np.setdiff1d(np.arange(len(COLUMNS)), COUNTS)
    assert found[others].tolist() == LEAST_SPREAD[others].tolist()


def test_half_of_the_rows_cannot_move_the_middle_or_the_spread_far() -> None:
    """Four wild values of ten, and the median stays among the honest ones."""
    honest = np.array([1.0, 1.1, 1.2, 1.3, 1.4, 1.5])
    profile = fit(np.concatenate([honest, np.full(4, 900.0)])[:, None], NARROW)
    assert 1.0 <= profile.centre[0] <= 1.5


def test_a_jump_that_is_natural_widens_the_spread() -> None:
    """One row in a hundred of 5 above a resting column is no more than the thousandth highest: 3.09 spreads."""
    values = np.zeros((2000, 1))
    values[::100] = 5.0
    assert fit(values, NARROW).spread[0] == pytest.approx(5.0 / 3.09)


def test_rows_stick_out_upwards_only_and_not_without_end() -> None:
    """Below the middle is 0, and the largest is cut."""
    found = stands_out(np.array([-4.0, 1.0, 1e9]), np.zeros(3), np.full(3, 0.5))
    assert found.tolist() == [0.0, 2.0, MOST]


def test_one_event_where_there_was_none_is_news_and_a_little_more_of_an_amount_is_not() -> None:
    """One refusal is seven spreads; a quarter more bytes is one."""
    one_event = np.log(2.0) / LEAST_SPREAD[EVENTS]
    assert one_event == pytest.approx(np.full(len(EVENTS), 6.93), abs=0.01)
    assert np.log(1.25) / LEAST_SPREAD[COLUMNS.index("bytes sent")] == pytest.approx(0.893, abs=0.001)
