"""Judging: ratings of record, findings with evidence, and what is to be improved."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import begun, do, kinds
from twin.exercise.rating import of_record


def test_an_objective_is_rated_with_one_of_four_words() -> None:
    """During play and after it; of an objective that there is."""
    engine = begun(to_s=10)
    assert kinds(do(engine, "evaluator", "rate", "decide", rating="M", why="late")) == [("rated", "decide")]
    assert refused(engine, "evaluator", "rate", "decide", rating="A").code == "not-a-choice"
    assert "did you mean contain?" in refused(engine, "evaluator", "rate", "contan", rating="P").remedy
    do(engine, "facilitator", "finish")
    assert kinds(do(engine, "facilitator", "rate", "decide", rating="U")) == [("rated", "decide")]


def test_a_rating_of_record_that_differs_from_the_rules_says_why() -> None:
    """After the end, where the proposal is final; nobody decided, so U is what the rules say."""
    engine = begun(to_s=10)
    do(engine, "facilitator", "finish")
    fault = refused(engine, "facilitator", "rate", "decide", rating="S")
    assert (fault.code, fault.remedy) == ("missing-value", "say why in a few words")
    assert "the rules propose U for decide" in fault.message
    (event,) = do(engine, "facilitator", "rate", "decide", rating="S", why="They did it on paper")
    assert event.body == {"rating": "S", "why": "They did it on paper"}


def test_a_rating_that_was_given_before_the_end_is_of_record_only_once_it_is_confirmed() -> None:
    """Nobody can say during play whether it differs from the rules; afterwards it needs a reason where it does."""
    engine = begun(to_s=10)
    do(engine, "evaluator", "rate", "decide", rating="P")
    assert of_record(engine.state, "decide") is None
    do(engine, "facilitator", "finish")
    assert of_record(engine.state, "decide") is None
    assert refused(engine, "evaluator", "rate", "decide", rating="P").code == "missing-value"
    (event,) = do(engine, "evaluator", "rate", "decide", rating="P", why="They did it on paper")
    assert of_record(engine.state, "decide") is event


@pytest.mark.parametrize("evidence", [[0], [999], ["1"], "1", [True], [1.0], None, {"1": 1}])
def test_evidence_is_events_that_there_are(evidence: Any) -> None:
    """Their numbers, in a list."""
    fault = refused(begun(), "evaluator", "finding", text="x", kind="strength", evidence=evidence)
    assert fault.code == "missing-reference"


def test_a_finding_is_a_strength_or_to_be_improved() -> None:
    """In words."""
    engine = begun()
    (event,) = do(engine, "evaluator", "finding", text="They asked early", kind="strength", evidence=[1, 2])
    assert event.body == {"text": "They asked early", "kind": "strength", "evidence": [1, 2]}
    assert refused(engine, "evaluator", "finding", text="x", kind="odd").code == "not-a-choice"
    assert refused(engine, "evaluator", "finding", text="", kind="strength").code == "missing-value"


def test_what_is_to_be_done_has_a_day_and_somebody() -> None:
    """The day as dates are written; both may be left open for now."""
    engine = begun()
    said = {"item": "A second tap", "owner": "Network", "due": "2027-01-31", "capability": "Cybersecurity",
            "element": "equipment"}  # fmt: skip
    (event,) = do(engine, "evaluator", "improvement", **said)
    assert event.body == {**said, "status": "open"}
    assert kinds(do(engine, "facilitator", "improvement", item="A list")) == [("improvement", "")]
    for due in ("31.01.2027", "2027-13-01", "soon"):
        assert refused(engine, "evaluator", "improvement", item="x", due=due).code == "bad-value"
    assert refused(engine, "evaluator", "improvement", item="x", element="luck").code == "not-a-choice"
    assert refused(engine, "evaluator", "improvement", owner="Network").code == "missing-value"
