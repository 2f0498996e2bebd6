"""Candidates for findings."""

from __future__ import annotations

from tests.exercise.reviewed import review
from tests.exercise.trial import begun, do, on
from twin.exercise.engine import Engine
from twin.exercise.report.candidates import candidates
from twin.exercise.report.review import follow, review_of


def _ids(engine: Engine) -> set[str]:
    return {candidate.id for candidate in candidates(review_of(engine))}


def test_every_candidate_can_be_checked_and_has_a_name_of_its_own() -> None:
    """Strengths first."""
    made = review()
    found = candidates(made)
    assert len({candidate.id for candidate in found}) == len(found) > 5
    assert [candidate.kind for candidate in found] == sorted((each.kind for each in found), reverse=True)
    for candidate in found:
        assert candidate.cites
        assert all(follow(cite, made) for cite in candidate.cites)


def test_the_rules_see_what_happened() -> None:
    """Late, taken back, in vain, on target, right in triage, unread."""
    found = {candidate.id.partition("-")[0]: candidate.kind for candidate in candidates(review())}
    assert found["hit"] == "strength"
    assert found["triage"] == "strength"
    assert found["late"] == "improvement"
    assert found["undone"] == "improvement"
    assert found["vain"] == "improvement"
    assert found["unread"] == "improvement"


def test_what_nobody_decided_is_told() -> None:
    """As an open card and as an expectation that was not met."""
    engine = begun()
    on(engine, 400)
    assert {"open-cut", "missing-first"} <= _ids(engine)


def test_a_decision_in_time_is_a_strength() -> None:
    """Within what the inject expects; sure of what was wrong is not."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="wait", reason="wait and see", confidence=90)
    do(engine, "ic", "approve", "cut")
    on(engine, 400)
    found = {
        candidate.id.rpartition("-")[0] or candidate.id: candidate.kind for candidate in candidates(review_of(engine))
    }
    assert found["in-time"] == "strength"
    assert found["overconfident-cut"] == "improvement"


def test_an_approval_that_waited_is_told() -> None:
    """Longer than five minutes on the hub's clock."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="wait", reason="wait and see", confidence=30)
    on(engine, 340)
    do(engine, "ic", "approve", "cut")
    on(engine, 400)
    assert "approval-cut" in _ids(engine)


def test_hints_are_told() -> None:
    """They were needed to go on."""
    engine = begun(to_s=30)
    do(engine, "facilitator", "hint", "first")
    on(engine, 400)
    assert "hints" in _ids(engine)
