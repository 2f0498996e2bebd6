"""Energy: what every entity used."""

from __future__ import annotations

from tests.lab.logs import measured, row


def test_what_all_entities_used_adds_up() -> None:
    """Used counts, stored and supplied do not: a battery that empties has used its charge."""
    rows = (
        row("energy", 60, entity="fleet", used_kwh=1.5, stored_kwh=-1.5, supplied_kwh=0.0),
        row("energy", 60, entity="chill-1", used_kwh=2.0, stored_kwh=0.0, supplied_kwh=2.0),
    )
    assert measured("energy_kwh", *rows) == 3.5
