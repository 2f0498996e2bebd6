"""What an exercise names is there, or the nearest is named."""

from __future__ import annotations

import pytest

from tests.exercise.written import faults, read
from twin.core.errors import Fault, Place
from twin.exercise.conditions import read_condition
from twin.exercise.references import check_condition, known_of_loaded
from twin.lab.written import Written


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        ("  - {id: later, module: one", "  - {id: later, module: on", "module", "one"),
        ("to: [soc]", "to: [sok]", "role", "soc"),
        ("approve_by: lead", "approve_by: led", "role", "lead"),
        ("may: [isolate_device]", "may: [isolate_devise]", "response", "isolate_device"),
        ("questions: [why]", "questions: [whi]", "question", "why"),
        ("expect: {decision: cut,", "expect: {decision: cat,", "decision", "cut"),
        ("decision: cut, option: isolate", "decision: cut, option: isolat", "option", "isolate"),
        ("compare: [loss_eur]", "compare: [loss_er]", "metric", "loss_eur"),
        ("on: coffee-01}], delay", "on: coffe-01}], delay", "asset", "coffee-01"),
        ("happened(decision.cut)}", "happened(decision.cat)}", "decision", "cut"),
        ("t(contained.coffee-01)", "t(contained.coffe-01)", "contained", "coffee-01"),
        ("- t(inject.call) <=", "- t(injekt.call) <=", "injekt", "inject"),
        ("happened(decision.cut)}", "kpi.los_eur < 3}", "metric", "loss_eur"),
    ],
)
def test_a_name_that_stands_for_nothing_is_told_with_the_nearest(old: str, new: str, wrong: str, right: str) -> None:
    """Of every sort, wherever it is written."""
    found = faults((old, new))
    assert len(found) == 1
    assert found[0].code in ("missing-reference", "unknown-word")
    assert wrong in found[0].message
    assert right in found[0].remedy


def test_injects_and_decisions_share_their_names() -> None:
    """A trigger says a name and not what sort of thing it is."""
    [fault] = faults(("  - {id: later,", "  - {id: cut,"))
    assert (fault.code, "an inject or a decision" in fault.message) == ("duplicate-name", True)


def test_an_inject_begins_only_what_waits_to_be_called() -> None:
    """A step that begins by itself is no effect of an inject, and one that there is not neither."""
    inject = "  - {id: later, module: one,"
    [fault] = faults((inject, f"{inject} effects: [{{begin: scan}}],"))
    assert (fault.code, "begins by itself" in fault.message) == ("wrong-target", True)
    [fault] = faults((inject, f"{inject} effects: [{{begin: scann}}],"))
    assert (fault.code, "did you mean scan?" in fault.remedy) == ("missing-reference", True)


@pytest.mark.parametrize(
    "words",
    ["happened(start)", "count(alert) > 3", "happened(alarm)", "happened(alarm.chill-1)", "happened(alert.dc-01)",
     "happened(step.scan.effect)", "happened(decision.cut.wait)", "t(inject.call) < now", "kpi.orders_late > 1"],
)  # fmt: skip
def test_what_can_happen_may_be_asked(words: str) -> None:
    """At the table, in the log, in the story."""
    assert asked(words) == []


@pytest.mark.parametrize(
    "words",
    ["happened(inject)", "happened(begin)", "happened(alarm.chill-9)", "happened(step.scan.efect)",
     "happened(decision.cut.later)", "happened(inject.call.read)"],
)  # fmt: skip
def test_what_cannot_happen_may_not(words: str) -> None:
    """A trigger on it would wait for ever, and nobody would notice."""
    assert len(asked(words)) == 1


def asked(words: str) -> list[Fault]:
    """The faults of a condition."""
    found: list[Fault] = []
    check_condition(read_condition(words), Written(words, Place("x", 1, 1)), known_of_loaded(read()), found)
    return found
