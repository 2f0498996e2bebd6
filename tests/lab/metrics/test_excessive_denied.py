"""Excess denied: flows of excessive needs that the policy refused."""

from __future__ import annotations

from tests.lab.logs import measured, row


def test_only_excessive_needs_count() -> None:
    """What a policy refuses by mistake is another metric's."""
    rows = (
        row("need", 60, src="ws-01", dst="dc-01", service="dns", sent=9, denied=2),
        row("need", 60, src="vendor-cloud", dst="camera-01", service="http", excessive=True, sent=6, denied=6),
    )
    assert measured("excessive_denied", *rows) == 6.0
