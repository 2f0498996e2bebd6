"""Measures that answered nobody, counted."""

from __future__ import annotations

from tests.lab.logs import decision, measured, taken


def test_only_what_is_in_vain_counts() -> None:
    """ws-01 was never held, amr-001 was."""
    rows = decision(5, "applied", "isolate_device", "ws-01"), decision(6, "applied", "stop_robot", "amr-001", number=2)
    assert measured("false_containments", *rows, taken(1, "amr-001")) == 1
