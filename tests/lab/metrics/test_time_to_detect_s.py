"""Time to detect: from the first step to the first right alert."""

from __future__ import annotations

from tests.lab.logs import alert, measured, step


def test_it_runs_to_the_first_right_alert() -> None:
    """A false one comes first and does not count: minute 2 to minute 7."""
    rows = step(2, "start"), alert(4, "ws-01"), alert(7, "amr-001"), alert(9, "amr-001")
    assert measured("time_to_detect_s", *rows) == 5 * 60.0


def test_later_steps_do_not_reset_it() -> None:
    """The first step's start is the start."""
    assert measured("time_to_detect_s", step(2, "start"), step(6, "start"), alert(7, "amr-001")) == 5 * 60.0


def test_undetected_is_undefined() -> None:
    """No right alert: None, neither 0 nor the run's length."""
    assert measured("time_to_detect_s", step(2, "start"), alert(4, "ws-01")) is None


def test_a_quiet_day_has_nothing_to_detect() -> None:
    """Without a step no alert has a time to count from."""
    assert measured("time_to_detect_s", alert(4, "ws-01")) is None
