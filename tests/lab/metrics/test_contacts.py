"""Contacts: touches of a person by a robot, by their own name."""

from __future__ import annotations

from tests.lab.logs import incident, measured


def test_contacts_count_and_other_incidents_do_not() -> None:
    """Two contacts among a near-miss and a stop."""
    rows = incident(1, "contact"), incident(2, "near_miss"), incident(3, "contact"), incident(4, "protective_stop")
    assert measured("contacts", *rows) == 2.0
    assert measured("contacts", incident(2, "near_miss")) == 0.0
