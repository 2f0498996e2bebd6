"""Alerts: every one counts, right or wrong."""

from __future__ import annotations

from tests.lab.logs import alert, measured


def test_every_alert_counts() -> None:
    """Two on one asset are two."""
    assert measured("alerts", alert(1, "ws-01"), alert(2, "ws-01"), alert(3, "dc-01")) == 3.0


def test_a_silent_day_has_none() -> None:
    """None raised is 0, for alerts can be counted on any day."""
    assert measured("alerts") == 0.0
