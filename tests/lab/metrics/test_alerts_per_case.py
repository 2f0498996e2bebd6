"""Alerts that are read together."""

from __future__ import annotations

from tests.lab.logs import measured, row


def test_alerts_are_divided_by_cases() -> None:
    """Three alerts, of which one was handed over, in two cases."""
    rows = [row("triage", n, alert=number, case=case, verdict="confirmed") for n, (number, case) in
            enumerate(((1, 1), (1, 1), (2, 1), (3, 3)), 1)]  # fmt: skip
    assert measured("alerts_per_case", *rows) == 1.5


def test_without_a_case_it_is_undefined() -> None:
    """Not 0."""
    assert measured("alerts_per_case") is None
