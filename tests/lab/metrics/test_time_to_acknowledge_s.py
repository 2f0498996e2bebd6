"""Time to acknowledge: from a case's first alert to the first work on it."""

from __future__ import annotations

from tests.lab.logs import Row, measured, row
from twin.core.units import MINUTE_US


def raised(at_min: float, number: int) -> Row:
    """An alert."""
    return row("alert", at_min, alert=number)


def worked(until_min: float, minutes: float, number: int, case: int, verdict: str = "confirmed") -> Row:
    """An analyst was through at *until_min* after *minutes* of work."""
    done = round(minutes * MINUTE_US)
    return row("triage", until_min, alert=number, case=case, worked_us=done, verdict=verdict)


def test_the_first_work_on_each_case_counts() -> None:
    """Case 1 waits 2 minutes, case 3 waits 6: 4 in the mean. Second looks and joined alerts change nothing."""
    rows = raised(1, 1), raised(2, 2), raised(4, 3), worked(8, 5, 1, 1, "escalated"), worked(20, 4, 1, 1)
    assert measured("time_to_acknowledge_s", *rows, worked(21, 0.2, 2, 1), worked(15, 5, 3, 3)) == 4 * 60.0


def test_what_was_left_unread_has_no_such_time() -> None:
    """It is in ``alerts_unread``."""
    assert measured("time_to_acknowledge_s", raised(1, 1), worked(31, 0, 1, 1, "unread")) is None
    assert measured("time_to_acknowledge_s") is None
