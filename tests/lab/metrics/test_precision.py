"""Precision: right alerts among all."""

from __future__ import annotations

from tests.lab.logs import alert, measured, step


def test_it_is_the_share_of_right_alerts() -> None:
    """Three of four, worked out by hand."""
    rows = step(1, "start"), alert(2, "amr-001"), alert(3, "amr-001"), alert(4, "ws-01"), alert(5, "amr-001")
    assert measured("precision", *rows) == 0.75


def test_accusing_the_victim_of_a_scan_is_wrong() -> None:
    """dc-01 was knocked at by coffee-1; only who names coffee-1 is right."""
    rows = step(1, "start", "coffee-1", "dc-01"), alert(2, "dc-01"), alert(3, "coffee-1")
    assert measured("precision", *rows) == 0.5


def test_without_alerts_it_is_undefined() -> None:
    """Nobody spoke, so nobody was wrong."""
    assert measured("precision", step(1, "start")) is None


def test_on_a_quiet_day_no_alert_is_right() -> None:
    """0 of 2 is 0, and known."""
    assert measured("precision", alert(1, "ws-01"), alert(2, "ws-01")) == 0.0
