"""Product at risk: all of a room's product, or none."""

from __future__ import annotations

from tests.lab.logs import CHILL, measured, product


def test_an_hour_too_warm_puts_the_rooms_product_at_risk() -> None:
    """20 t above 5 degC for the whole window of an hour; the limit is on the mean, not on a moment."""
    assert measured("product_at_risk_t", *product((0, 6)), rooms=[CHILL], span_min=61) == 20.0


def test_a_warm_moment_after_cold_hours_is_no_risk() -> None:
    """One minute at 6 degC after an hour at 3 leaves the mean kinetic temperature below 5."""
    assert measured("product_at_risk_t", *product((0, 3), (59, 6)), rooms=[CHILL]) == 0.0


def test_freezing_needs_no_time() -> None:
    """Below the lower limit at all is a risk at once."""
    assert measured("product_at_risk_t", *product((0, 3), (30, -0.1), (31, 3)), rooms=[CHILL]) == 20.0


def test_without_a_cold_room_it_is_undefined() -> None:
    """A hub without rooms has no product to lose."""
    assert measured("product_at_risk_t") is None
