"""Needs denied: legitimate flows that the policy refused."""

from __future__ import annotations

from tests.lab.logs import measured, row


def test_what_the_policy_refused_adds_up() -> None:
    """Excessive needs are refused on purpose, and are counted apart."""
    rows = (
        row("need", 60, src="ws-01", dst="dc-01", service="dns", sent=9, contained=4, denied=2),
        row("need", 60, src="camera-01", dst="vendor-cloud", service="http", excessive=True, sent=6, denied=6),
    )
    assert measured("needs_denied", *rows) == 2.0
