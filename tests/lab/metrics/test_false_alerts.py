"""False alerts: those that accuse nobody of the story, or come before it."""

from __future__ import annotations

from tests.lab.logs import alert, measured, step


def test_who_accuses_a_bystander_is_wrong() -> None:
    """ws-01 has no part; the alert on amr-001 is right."""
    rows = step(1, "start"), alert(2, "amr-001"), alert(3, "ws-01")
    assert measured("false_alerts", *rows) == 1.0


def test_who_accuses_too_early_is_wrong() -> None:
    """A true name before the first part is luck."""
    assert measured("false_alerts", alert(0.5, "amr-001"), step(1, "start")) == 1.0


def test_on_a_quiet_day_every_alert_is_false() -> None:
    """And there the count is all that is left to judge by."""
    assert measured("false_alerts", alert(1, "ws-01"), alert(2, "dc-01")) == 2.0
