"""Late orders: delivered late, or open and overdue."""

from __future__ import annotations

from tests.lab.logs import measured, order


def test_open_orders_that_are_overdue_count() -> None:
    """One late, one overdue and open, one early, one open and not due yet, one on the minute."""
    rows = order(1, 20, 30) + order(2, 20) + order(3, 50, 40) + order(4, 90) + order(5, 40, 40)
    assert measured("orders_late", *rows) == 2.0


def test_a_stopped_hub_does_not_look_punctual() -> None:
    """Nothing delivered and everything due is everything late."""
    assert measured("orders_late", *order(1, 20), *order(2, 30), *order(3, 59)) == 3.0


def test_an_order_due_at_the_end_is_not_late_yet() -> None:
    """It has no lateness."""
    assert measured("orders_late", *order(1, 60)) == 0.0
