"""Measures that answered nobody, in money."""

from __future__ import annotations

from tests.lab.logs import decision, measured, taken


def test_staff_time_and_a_check() -> None:
    """Ten minutes at 60 EUR an hour and 150 EUR; nothing where the attacker was there."""
    isolated = decision(5, "applied", "isolate_device", "ws-01")
    assert measured("false_containment_eur", isolated) == 160
    assert measured("false_containment_eur", isolated, taken(1, "ws-01")) == 0
