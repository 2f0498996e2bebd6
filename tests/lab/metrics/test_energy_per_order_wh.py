"""Fleet energy an order."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, order, row


def test_it_is_the_fleet_s_energy_by_orders_done() -> None:
    """1.5 kWh for three orders; rooms do not count, open orders neither."""
    rows = [row("energy", 60, entity="fleet", used_kwh=1.5), row("energy", 60, entity="chill-1", used_kwh=9.0)]
    orders = order(1, 20, 10) + order(2, 20, 15) + order(3, 20, 30) + order(4, 20)
    assert measured("energy_per_order_wh", *rows, *orders) == pytest.approx(500.0)


def test_without_an_order_done_it_is_undefined() -> None:
    """Energy for nothing has no share."""
    assert measured("energy_per_order_wh", row("energy", 60, entity="fleet", used_kwh=1.5)) is None
