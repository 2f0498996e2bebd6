"""Jams."""

from __future__ import annotations

from tests.lab.logs import incident, measured


def test_each_jam_counts_once() -> None:
    """Other incidents are not jams."""
    assert measured("jams", incident(1, "jam"), incident(5, "jam", "attack"), incident(9, "recovered")) == 2.0
    assert measured("jams") == 0.0
