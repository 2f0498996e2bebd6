"""Mean lateness: of late orders only, with what open ones have so far."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, order


def test_the_mean_is_over_the_late_ones() -> None:
    """10 and 20 minutes late, and one early that does not count."""
    rows = order(1, 20, 30) + order(2, 20, 40) + order(3, 50, 40)
    assert measured("lateness_mean_min", *rows) == pytest.approx(15.0)


def test_an_open_order_is_as_late_as_it_is_by_now() -> None:
    """Due at minute 20, the run ends at 60: 40 minutes so far."""
    assert measured("lateness_mean_min", *order(1, 20), *order(2, 20, 40)) == pytest.approx(30.0)


def test_without_a_late_order_there_is_no_mean() -> None:
    """Undefined, not 0: early orders, orders on the minute, and open ones that are not due."""
    assert measured("lateness_mean_min", *order(1, 50, 40), *order(2, 40, 40), *order(3, 90)) is None
    assert measured("lateness_mean_min") is None
