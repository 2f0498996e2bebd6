"""On time."""

from __future__ import annotations

from tests.lab.logs import measured, order


def test_open_orders_count_once_they_are_due() -> None:
    """One late, two in time (one on the minute), one overdue and open, one open and not due: two of four."""
    rows = order(1, 20, 30) + order(2, 50, 40) + order(3, 40, 40) + order(4, 20) + order(5, 90)
    assert measured("on_time_share", *rows) == 0.5


def test_a_stopped_hub_is_not_punctual() -> None:
    """Nothing done and all overdue is 0; nothing done and nothing due is undefined."""
    assert measured("on_time_share", *order(1, 20), *order(2, 30)) == 0.0
    assert measured("on_time_share", *order(1, 90)) is None
