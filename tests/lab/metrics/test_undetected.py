"""Undetected: 1, 0, or no case at all."""

from __future__ import annotations

from tests.lab.logs import alert, measured, step


def test_a_story_that_nobody_saw_is_a_case() -> None:
    """A false alert does not make it seen."""
    assert measured("undetected", step(2, "start"), alert(4, "ws-01")) == 1.0


def test_a_story_with_a_right_alert_is_none() -> None:
    """One is enough."""
    assert measured("undetected", step(2, "start"), alert(4, "amr-001")) == 0.0


def test_a_quiet_day_is_no_case() -> None:
    """Undefined: it must not lower the share of undetected attacks."""
    assert measured("undetected", alert(4, "ws-01")) is None
