"""Alerts that nobody came to."""

from __future__ import annotations

from tests.lab.logs import Row, alert, measured, row


def numbered(at_min: float, number: int) -> Row:
    """An alert with its number."""
    made = alert(at_min, "ws-01")
    return Row(made.table, made.at_min, {**made.fields, "alert": number})


def test_what_waits_at_the_end_or_was_left_is_unread() -> None:
    """Of four, one is read twice (handed over), one left unread, two still wait."""
    alerts = [numbered(number, number) for number in (1, 2, 3, 4)]
    rows = [row("triage", 5, alert=1, verdict="handed_over"), row("triage", 9, alert=1, verdict="confirmed"),
            row("triage", 9, alert=2, verdict="unread")]  # fmt: skip
    assert measured("alerts_unread", *alerts, *rows) == 3
    assert measured("alerts_unread", *alerts) == 4
    assert measured("alerts_unread") == 0
