"""Protective stops: by their own name."""

from __future__ import annotations

from tests.lab.logs import incident, measured


def test_stops_count_and_other_incidents_do_not() -> None:
    """One stop among a near-miss and a jam."""
    rows = incident(1, "protective_stop"), incident(2, "near_miss"), incident(4, "jam")
    assert measured("protective_stops", *rows) == 1.0
