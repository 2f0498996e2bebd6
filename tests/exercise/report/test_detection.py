"""Detection in a report."""

from __future__ import annotations

from tests.exercise.reviewed import review
from twin.exercise.papers.document import Facts, Table
from twin.exercise.report.detection import blocks, calls_made, rules_for, steps_seen
from twin.exercise.report.review import follow
from twin.lab.metrics.parts.reading import right_alerts


def test_every_step_is_there_with_its_first_right_alert() -> None:
    """The alert comes after the step began and is one of the right ones."""
    made = review()
    seen = {each.step: each for each in steps_seen(made)}
    assert set(seen) == {row["step"] for row in made.tables["attack"]}
    right = {row["time"] for row in right_alerts(made.evidence)}
    for each in seen.values():
        assert each.alert_us is None or (each.alert_us >= each.start_us and each.alert_us in right)
        assert all(follow(cite, made) for cite in each.cites)


def test_a_verdict_stands_beside_the_truth() -> None:
    """The alert on the robot that was taken was called true, and it was."""
    made = review()
    (call,) = calls_made(made)
    assert (call.verdict, call.right, call.correct) == ("true", True, True)
    assert call.after_us >= 0


def test_rules_that_name_a_technique_are_told_with_whether_they_are_used() -> None:
    """The trial's posture has no written rules."""
    made = review()
    assert "not in use" in rules_for(made, "T0846.001")
    assert rules_for(made, "T9999") == "no shipped rule names it"


def test_the_section_counts_what_the_metrics_count() -> None:
    """Right and wrong alerts add up to all."""
    made = review()
    facts = next(block for block in blocks(made) if isinstance(block, Facts))
    told = {fact.name: fact.said.text for fact in facts.facts}
    wrong = made.value("false_alerts") or 0.0
    assert told["Alerts"].startswith(f"{len(made.tables['alert'])}: ")
    assert told["Alerts"].endswith(f"{wrong:g} wrong")
    assert sum(isinstance(block, Table) for block in blocks(made)) == 2
