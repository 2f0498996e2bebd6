"""Near-misses: by their own name."""

from __future__ import annotations

from tests.lab.logs import incident, measured


def test_near_misses_count_and_other_incidents_do_not() -> None:
    """One near-miss among a contact and a stop, whatever its cause."""
    rows = incident(1, "contact"), incident(2, "near_miss", "attack"), incident(4, "protective_stop")
    assert measured("near_misses", *rows) == 1.0
    assert measured("near_misses") == 0.0
