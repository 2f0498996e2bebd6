"""Sections on what was decided and what would have been."""

from __future__ import annotations

from tests.exercise.reviewed import review
from twin.exercise.papers.document import Cite, Facts, Picture, Statement, Table
from twin.exercise.report.branches import Branch, Difference
from twin.exercise.report.courses import GUESSING, branch_blocks, decision_blocks
from twin.exercise.report.decisions import calibration, decisions_taken

ROW = Difference("loss_eur", "EUR", 100.0, 60.0, -40.0, -60.0, -20.0, 18, 2)
BRANCH = Branch("sooner", ("isolate sooner",), 20, (ROW,))


def test_every_decision_is_a_row_with_its_outcome() -> None:
    """And the score is that of the rows."""
    made = review()
    taken = decisions_taken(made)
    table, facts = decision_blocks(made, taken)
    assert isinstance(table, Table)
    assert isinstance(facts, Facts)
    assert [row.cells[-1] for row in table.rows] == ["yes", "no"]
    assert table.rows[0].cells[6] == "80 %"
    brier = calibration(taken).brier
    assert brier is not None
    assert brier < GUESSING
    assert facts.facts[0].said.text.startswith(f"{brier:.2f} (better than {GUESSING}")
    assert facts.facts[1].said.text == "1 of 2 decisions"


def test_without_decisions_there_is_no_score() -> None:
    """It is undefined, not 0."""
    table, facts = decision_blocks(review(), [])
    assert isinstance(table, Table)
    assert isinstance(facts, Facts)
    assert table.rows == ()
    assert facts.facts[0].said.text.startswith("undefined")


def test_a_branch_is_told_with_its_interval() -> None:
    """Seeds, moves and what changed first stand above its table."""
    blocks = list(branch_blocks(review(), [BRANCH], None))
    assert isinstance(blocks[0], Statement)
    assert "20 paired seeds" in blocks[0].text
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert table.rows[0].cells[1:] == ("100", "60", "-40", "-60", "-20", "18 of 20")


def test_without_branches_nothing_is_said_of_what_would_have_been() -> None:
    """No picture, no number."""
    blocks = list(branch_blocks(review(), [], None))
    assert not any(isinstance(block, Picture | Table) for block in blocks)
    assert isinstance(blocks[0], Statement)
    assert blocks[0].text.startswith("No other course was run")


def test_a_branch_from_the_log_cites_its_event() -> None:
    """One that was run beside the report cites the end."""
    from dataclasses import replace

    made = review()
    end = Cite(made.of("finished")[0].seq)
    for branch, cite in ((replace(BRANCH, cites=(Cite(3),)), Cite(3)), (BRANCH, end)):
        first = next(iter(branch_blocks(made, [branch], None)))
        assert isinstance(first, Statement)
        assert first.cites == (cite,)
