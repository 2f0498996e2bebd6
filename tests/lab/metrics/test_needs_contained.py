"""Needs cut off: legitimate flows that a response refused."""

from __future__ import annotations

from tests.lab.logs import measured, row


def test_what_responses_refused_adds_up() -> None:
    """Denied by policy is another metric's."""
    rows = (
        row("need", 60, src="ws-01", dst="dc-01", service="dns", sent=9, contained=4, denied=2),
        row("need", 60, src="amr-001", dst="broker-1", service="mqtt", sent=3, contained=1),
    )
    assert measured("needs_contained", *rows) == 5.0
