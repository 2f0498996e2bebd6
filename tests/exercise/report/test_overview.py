"""The overview."""

from __future__ import annotations

from tests.exercise.reviewed import review
from twin.exercise.papers.document import Cite, Facts, Table
from twin.exercise.report.cover import Cover
from twin.exercise.report.overview import overview_blocks


def _facts(cover: Cover | None = None) -> dict[str, str]:
    facts = next(block for block in overview_blocks(review(cover=cover or Cover())) if isinstance(block, Facts))
    return {fact.name: fact.said.text for fact in facts.facts}


def test_it_says_when_on_which_run_and_from_which_file() -> None:
    """Dates of the people and of the hub, seed, versions, digest."""
    facts = _facts()
    assert facts["Held"].startswith("2026-11-22 10:40 to ")
    assert "seed 1" in facts["Scenario"]
    assert facts["Versions"].startswith("twin ")
    assert "SHA-256 trial" in facts["Exercise file"]


def test_what_nobody_said_is_said_to_be_missing() -> None:
    """And what somebody said stands there."""
    assert _facts()["Not stated"] == "sponsor, point of contact, place, handling"
    facts = _facts(Cover(sponsor="Hub North"))
    assert facts["Sponsor"] == "Hub North"
    assert facts["Not stated"] == "point of contact, place, handling"


def test_seats_say_how_many_people_sat_there_and_no_names() -> None:
    """Who acted without a name was played by a script."""
    table = next(block for block in overview_blocks(review()) if isinstance(block, Table))
    told = {row.cells[0]: row for row in table.rows}
    assert (told["Analyst"].cells[2], told["Commander"].cells[2], told["Desk"].cells[2]) == (
        "1 person",
        "acted",
        "nobody",
    )
    assert "Ana " not in str(table.rows)
    assert told["Analyst"].cites[0] == Cite(review().of("joined")[0].seq)
