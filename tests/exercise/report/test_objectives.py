"""Objectives and capabilities."""

from __future__ import annotations

from tests.exercise.reviewed import review
from tests.exercise.trial import RATES, begun, do
from twin.exercise.papers.document import Cite, Table
from twin.exercise.papers.formats import written
from twin.exercise.report.compose import report
from twin.exercise.report.objectives import MEANS, blocks, of_record
from twin.exercise.report.review import Review, review_of
from twin.exercise.spec import RATINGS


def _tables(*, proposals: bool, of: Review | None = None) -> list[Table]:
    return [block for block in blocks(of or review(), proposals=proposals) if isinstance(block, Table)]


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


def test_what_was_rated_during_play_is_listed_as_not_confirmed() -> None:
    """For facilitators, with its words; it is no rating of record, and participants read nothing of it."""
    engine = begun(to_s=10)
    do(engine, "evaluator", "rate", "decide", rating="M", why="sentinel-early")
    do(engine, "facilitator", "finish")
    made = review_of(engine)
    assert of_record(made, "decide") == ""
    grid, _, recorded = _tables(proposals=True, of=made)
    assert "●" not in grid.rows[0].cells
    (row,) = recorded.rows
    assert row.cells[1:] == ("M (given during play, not confirmed)", "Evaluator", "sentinel-early")
    assert _tables(proposals=False, of=made)[2].rows == ()
    assert "none has a rating of record yet" in written(report(made), "md").decode()
    assert "sentinel-early" not in written(report(made, "participant"), "md").decode()


def test_participants_read_no_reason_of_a_rating() -> None:
    """It says how the rating differs from the proposal, which is not theirs to read."""
    (row,) = _tables(proposals=False)[2].rows
    assert (len(row.cells), len(_tables(proposals=False)[2].heads)) == (3, 3)
    assert "slow, yet decided" not in written(report(review(), "participant"), "md").decode()
    assert "slow, yet decided" in written(report(review()), "md").decode()


def test_participants_see_no_proposal_and_no_rule() -> None:
    """Neither in the grid nor beside a rating of record."""
    grid, proposed, recorded = _tables(proposals=False)
    assert proposed.private
    assert all("○" not in row.cells for row in grid.rows)
    told = " ".join(cell for table in (grid, recorded) for row in table.rows for cell in row.cells)
    assert "proposed" not in told
    assert not any(rule in told for rules in RATES.values() for rule in rules.values())
