"""Orders done: those that are complete."""

from __future__ import annotations

from tests.lab.logs import measured, order


def test_open_orders_are_not_done() -> None:
    """Two complete, late or not, and one open."""
    assert measured("orders_done", *order(1, 20, 30), *order(2, 50, 30), *order(3, 90)) == 2.0
