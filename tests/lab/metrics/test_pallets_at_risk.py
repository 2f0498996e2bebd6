"""Pallets at risk: the room's product on pallets, the last one perhaps not full."""

from __future__ import annotations

from tests.lab.logs import CHILL, measured, product


def test_product_at_risk_stands_on_whole_pallets() -> None:
    """20 t of 600 kg a pallet are 34 pallets, one of them not full."""
    assert measured("pallets_at_risk", *product((0, 6)), rooms=[CHILL], span_min=61) == 34.0


def test_cold_product_is_no_risk() -> None:
    """An hour at 3 degC."""
    assert measured("pallets_at_risk", *product((0, 3)), rooms=[CHILL]) == 0.0


def test_without_a_cold_room_it_is_undefined() -> None:
    """A hub without rooms has no product to lose."""
    assert measured("pallets_at_risk") is None
