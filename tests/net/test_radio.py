"""Radio: what is destroyed in some cells is lost to the mean of all, and a link offered that much loses that share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.net.queues import loss
from twin.net.radio import MOST, combined, lost_share, taken_bps

CELL_BPS = 3e8


def test_one_of_six_cells_is_a_sixth() -> None:
    """Clients roam among all of them."""
    assert lost_share([0.9, 0, 0, 0, 0, 0]) == pytest.approx(0.15)
    assert lost_share([]) == lost_share([0.0, 0.0]) == 0.0
    assert lost_share([1.0, 1.0]) == MOST


@given(st.floats(0.05, 0.99))
def test_a_link_offered_what_is_taken_loses_that_share(lost: float) -> None:
    """To what a buffer of 250 packets and whole bits round."""
    use = np.array([taken_bps(lost, CELL_BPS) / CELL_BPS])
    assert float(loss(use, np.array([250]))[0]) == pytest.approx(lost, abs=1e-4)


def test_quiet_air_takes_nothing() -> None:
    """No load at all, not a full one."""
    assert taken_bps(0.0, CELL_BPS) == 0


def test_causes_in_one_cell_leave_what_each_of_them_leaves() -> None:
    """In whatever order, and one alone to the last bit."""
    assert combined([0.3]) == 0.3
    assert combined([0.5, 0.8]) == combined([0.8, 0.5]) == pytest.approx(1 - 0.5 * 0.2)
    assert combined([]) == 0.0
