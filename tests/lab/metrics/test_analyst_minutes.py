"""Analysts' minutes: the time worked, not the time that alerts waited."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, row, triage


def test_time_worked_adds_up() -> None:
    """240 s and 10 s are four minutes and a sixth."""
    assert measured("analyst_minutes", triage(5, 240), triage(6, 10)) == pytest.approx(25 / 6)


def test_waiting_costs_nobody_time() -> None:
    """Only ``worked_us`` counts."""
    assert measured("analyst_minutes", row("triage", 5, waited_us=60_000_000)) == 0.0
