"""Order cycle."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, order, row


def test_the_mean_is_over_orders_that_are_done() -> None:
    """30 and 40 minutes; an open order has no cycle."""
    assert measured("order_cycle_mean_min", *order(1, 20, 30), *order(2, 20, 40), *order(3, 20)) == pytest.approx(35.0)


def test_numbers_need_not_be_in_order() -> None:
    """Each completion is matched with its own arrival."""
    rows = [row("order_in", 5, order=9, due=0), row("order_in", 10, order=3, due=0)]
    rows += [row("order_out", 20, order=9), row("order_out", 40, order=3)]
    assert measured("order_cycle_mean_min", *rows) == pytest.approx((15 + 30) / 2)


def test_without_an_order_done_there_is_no_mean() -> None:
    """Undefined, not 0."""
    assert measured("order_cycle_mean_min", *order(1, 20)) is None
