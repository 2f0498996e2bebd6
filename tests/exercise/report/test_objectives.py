"""Objectives and capabilities."""

from __future__ import annotations

from tests.exercise.reviewed import review
from tests.exercise.trial import RATES
from twin.exercise.papers.document import Cite, Table
from twin.exercise.report.objectives import MEANS, blocks, of_record
from twin.exercise.spec import RATINGS


def _tables(*, proposals: bool) -> list[Table]:
    return [block for block in blocks(review(), proposals=proposals) if isinstance(block, Table)]


def test_the_grid_has_one_mark_for_each_objective() -> None:
    """Full where a person confirmed it, empty where a rule proposes it."""
    made = review()
    marks = {row.cells[0]: row.cells[3:] for row in _tables(proposals=True)[0].rows}
    assert marks["Decide soon"] == ("", "●", "", "")
    proposed = made.proposals["contain"].rating
    assert marks["Contain it"] == tuple("○" if letter == proposed else "" for letter in RATINGS)
    assert set(MEANS) == set(RATINGS)


def test_a_rating_that_differs_from_its_proposal_says_so() -> None:
    """With who gave it, why, and its event."""
    made = review()
    (row,) = _tables(proposals=True)[2].rows
    assert row.cells[1] == (
        "S" if made.proposals["decide"].rating == "S" else f"S (proposed: {made.proposals['decide'].rating})"
    )
    assert row.cells[3] == "slow, yet decided"
    assert row.cites == (Cite(made.of("rated")[0].seq),)
    assert of_record(made, "contain") == ""


def test_participants_see_no_proposal_and_no_rule() -> None:
    """Neither in the grid nor beside a rating of record."""
    grid, proposed, recorded = _tables(proposals=False)
    assert proposed.private
    assert all("○" not in row.cells for row in grid.rows)
    told = " ".join(cell for table in (grid, recorded) for row in table.rows for cell in row.cells)
    assert "proposed" not in told
    assert not any(rule in told for rules in RATES.values() for rule in rules.values())
