"""How many cases somebody worked on."""

from __future__ import annotations

from tests.lab.logs import measured, row


def test_every_case_counts_once() -> None:
    """Two alerts of one case, one of another; what was left unread is nobody's case."""
    rows = [row("triage", 5 + n, alert=n, case=case, verdict="confirmed") for n, case in enumerate((1, 1, 3), 1)]
    assert measured("cases", *rows, row("triage", 9, alert=9, case=9, verdict="unread")) == 2
