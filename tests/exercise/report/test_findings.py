"""What people write: findings, improvements, answers."""

from __future__ import annotations

from dataclasses import replace

from tests.exercise.reviewed import played, review
from tests.exercise.trial import do
from twin.exercise.papers.document import Bullets, Cite, Statement, Table
from twin.exercise.report.candidates import candidates
from twin.exercise.report.carried import Carried
from twin.exercise.report.findings import answer_blocks, finding_blocks, plan, plan_blocks
from twin.exercise.report.review import review_of


def test_a_finding_in_own_words_cites_what_its_writer_named() -> None:
    """And its own event."""
    made = review()
    (mine,) = (block for block in finding_blocks(made, []) if isinstance(block, Bullets))
    assert mine.items[0].text == "They spoke to each other"
    assert mine.items[0].cites == (Cite(made.of("finding")[0].seq), Cite(5), Cite(6))
    assert mine.items[0].source == "people"


def test_a_candidate_that_was_picked_keeps_its_rows_and_is_no_candidate_any_more() -> None:
    """Those of the run's log too, which a person cannot type."""
    engine = played()
    chosen = next(each for each in candidates(review_of(engine)) if each.id.startswith("hit-"))
    do(engine, "facilitator", "finding", chosen.id, kind="strength", text="Well hit")
    made = review_of(engine)
    found = candidates(made)
    blocks = list(finding_blocks(made, found))
    picked = next(
        item for block in blocks if isinstance(block, Bullets) for item in block.items if item.text == "Well hit"
    )
    assert set(chosen.cites) <= set(picked.cites)
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert chosen.text not in {row.cells[1] for row in table.rows}
    assert len(table.rows) == len(found) - 1


def test_the_plan_lists_what_is_agreed_and_what_was_left() -> None:
    """With owner, day and standing."""
    left = Carried("cold-night#7", "Cold night", "Label it", "Ana", "2026-01-31")
    made = review(carried=[left])
    own, earlier = plan(made)
    assert [item.item for item in own] == ["Write down who may isolate"]
    assert earlier == [left]
    mine, theirs = plan_blocks(made)
    assert isinstance(mine, Table)
    assert isinstance(theirs, Table)
    assert mine.rows[0].cells == ("Write down who may isolate", "", "planning", "Ben", "2026-12-31", "open")
    assert theirs.rows[0].cells[-1] == "overdue"
    assert "1 overdue" in theirs.caption


def test_what_has_no_owner_or_day_says_so_in_the_plan() -> None:
    """An improvement that was agreed on is taken down, and what is missing of it is to be seen."""
    engine = played()
    do(engine, "facilitator", "improvement", item="Label it")
    mine, theirs = plan_blocks(review_of(engine, carried=[Carried("cold-night#7", "Cold night", "Close it")]))
    assert isinstance(mine, Table)
    assert isinstance(theirs, Table)
    assert mine.rows[-1].cells == ("Label it", "", "", "owner open", "date open", "open")
    assert theirs.rows[0].cells[2:4] == ("owner open", "date open")


def test_an_earlier_item_is_done_once_somebody_says_so() -> None:
    """With the event that says it."""
    engine = played()
    do(engine, "facilitator", "improvement", "cold-night#7", item="Label it", status="done")
    made = review_of(engine, carried=[Carried("cold-night#7", "Cold night", "Label it")])
    (item,) = plan(made)[1]
    assert (item.status, item.settled_seq) == ("done", made.events[-1].seq)
    assert len(plan(made)[0]) == 1


def test_answers_stand_under_their_question_without_a_seat() -> None:
    """The last of each seat; a question that nobody answered says so."""
    words = []
    for block in answer_blocks(review()):
        words += [block.text] if isinstance(block, Statement) else []
        words += [item.text for item in block.items] if isinstance(block, Bullets) else []
    assert words[:2] == ["What do you know?", "It knocks at the servers"]
    assert words[2:] == ["What was lost?", "No answer."]
    assert "Analyst" not in " ".join(words)


def test_an_exercise_without_questions_says_so() -> None:
    """In a sentence."""
    made = review()
    bare = replace(made, loaded=replace(made.loaded, exercise=made.exercise.model_copy(update={"questions": ()})))
    (only,) = answer_blocks(bare)
    assert isinstance(only, Statement)
