"""A playbook in words."""

from __future__ import annotations

from twin.lab.explain import explain
from twin.lab.loader import load_playbook
from twin.lab.playbook_sheet import sheet, staff_min
from twin.responses import RESPONSES


def test_every_step_is_told_with_what_follows() -> None:
    """Conditions, approvals, undoing."""
    facts = sheet(load_playbook("quarantine-zone-for-a-worm"))
    assert facts["step zone"] == (
        "quarantine_zone on zone; only if entities at least 3, otherwise device; somebody agrees in 2 min; "
        "where it fails device; undone after 60 min"
    )
    assert facts["step device"] == "isolate_device on entity"


def test_its_price_is_that_of_its_responses() -> None:
    """Each step once."""
    book = load_playbook("quarantine-zone-for-a-worm")
    priced = RESPONSES["quarantine_zone"]().staff_min + RESPONSES["isolate_device"]().staff_min
    assert staff_min(book) == priced
    assert sheet(book)["staff time"].startswith(f"{priced:g} min")


def test_it_can_be_explained() -> None:
    """By its name, with the line that a posture writes."""
    (told,) = explain("slow-fleet-while-looking")
    assert told.shelf == "playbooks"
    assert "playbooks: [slow-fleet-while-looking]" in told.text
    assert told.facts["trigger"].startswith("opened")
