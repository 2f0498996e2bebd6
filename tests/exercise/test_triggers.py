"""Triggers: what people write, and the condition that it becomes."""

from __future__ import annotations

import pytest

from twin.core.errors import Fault
from twin.exercise.conditions import read_condition
from twin.exercise.triggers import read_trigger, seconds_of
from twin.lab.yaml_places import read_yaml

NAMES = {"call": "inject.call", "cut": "decision.cut"}


def tree(text: str) -> tuple[str, list[Fault]]:
    """The condition that ``when: text`` becomes, and its faults."""
    written, _ = read_yaml(f"when: {text}\n", "x.yaml")
    faults: list[Fault] = []
    node = read_trigger(written["when"], NAMES, faults)
    return "" if node is None else str(node), faults


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{at: "00:10"}', "now >= 10 min"),
        ('{at: "+5 min"}', "now >= 5 min"),
        ("{after: call}", "happened(inject.call)"),
        ("{after: call, delay: 90 s}", "now >= t(inject.call) + 90 s"),
        ("{after: start, delay: 90 s}", "now >= t(start) + 90 s"),
        ("{after: decision.cut.wait}", "happened(decision.cut.wait)"),
        ("{alert: coffee-01}", "happened(alert.coffee-01)"),
        ("{alert: {entity: coffee-01}}", "happened(alert.coffee-01)"),
        ("{alert: {entity: coffee-01, within: 15 min}}", "now - last(alert.coffee-01) <= 15 min"),
        ("{kpi: {metric: orders_late, above: 20}}", "kpi.orders_late > 20"),
        ("{kpi: {metric: orders_late, above: 2, below: 9, for: 3 min}}",
         "held(kpi.orders_late > 2 and kpi.orders_late < 9, 3 min)"),
        ("{kpi: orders_late, above: 20, for: 3 min}", "held(kpi.orders_late > 20, 3 min)"),
        ("{alert: coffee-01, within: 15 min}", "now - last(alert.coffee-01) <= 15 min"),
        ("{decided: cut.wait}", "happened(decision.cut.wait)"),
        ("{silence: {of: cut, since: call, longer_than: 12 min}}",
         "not happened(decision.cut) and now - t(inject.call) > 12 min"),
        ("{all: [{after: call}, {not: {decided: cut}}]}", "happened(inject.call) and not happened(decision.cut)"),
        ("{any: [{alert: dc-01}, now > 20 min]}", "happened(alert.dc-01) or now > 20 min"),
        ("{any: [{alert: dc-01}]}", "happened(alert.dc-01)"),
        ("kpi.orders_late > 5 and now > 2 min", "kpi.orders_late > 5 and now > 2 min"),
    ],
)  # fmt: skip
def test_a_trigger_becomes_a_condition(text: str, words: str) -> None:
    """Whichever way it is written; and the words of a condition can be read again, to the same tree."""
    said, faults = tree(text)
    assert (said, faults) == (words, [])
    assert str(read_condition(said)) == said


def test_by_hand_is_no_condition() -> None:
    """Nobody waits for anything."""
    assert tree("by hand") == ("", [])


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("[a]", "wrong-type", "a list is no trigger"),
        ("7", "wrong-type", "7 is no trigger"),
        ("{}", "bad-trigger", "this has none"),
        ("{at: 5 min, alert: dc-01}", "bad-trigger", "at and alert"),
        ("{att: 5 min}", "unknown-key", "no such trigger"),
        ("{at: soon}", "bad-duration", '"soon" is not a duration'),
        ("{at: 5 min, delay: 2 min}", "unknown-key", "there is no such trigger"),
        ("{after: cal}", "missing-reference", "no inject or decision"),
        ("{kpi: {metric: orders_late}}", "bad-trigger", "above or below"),
        ("{kpi: orders_late}", "bad-trigger", "above or below"),
        ("{alert: dc-01, above: 3}", "unknown-key", "there is no such trigger"),
        ("{kpi: {metric: orders_late, above: many}}", "wrong-type", "not a number"),
        ("{alert: {within: 5 min}}", "missing-key", "entity is missing"),
        ("{silence: {of: cut, since: call}}", "missing-key", "longer_than is missing"),
        ("{decided: [cut]}", "wrong-type", "names no decision"),
        ("{all: {alert: dc-01}}", "wrong-type", "no list of triggers"),
        ("{any: [by hand, {alert: dc-01}]}", "bad-trigger", "by hand stands alone"),
        ("now >", "bad-condition", "at character 6 the condition ends"),
    ],
)
def test_what_is_no_trigger_is_told_where_it_stands(text: str, code: str, words: str) -> None:
    """With the place inside a condition, and the nearest word."""
    said, faults = tree(text)
    assert not said or "such trigger" in words
    assert code in [fault.code for fault in faults]
    assert any(words in fault.message for fault in faults)
    assert all(fault.place.line == 1 and fault.place.column >= 7 for fault in faults)


def test_the_nearest_word_is_named() -> None:
    """A slip is more likely than a wish."""
    _, [fault] = tree("{after: cal}")
    assert "did you mean call?" in fault.remedy


def test_a_duration_is_seconds() -> None:
    """Counted from the start with a plus, if people like."""
    written, _ = read_yaml("a: +1.5h\nb: 90 s\n", "x")
    assert (seconds_of(written["a"], []), seconds_of(written["b"], [])) == (5400.0, 90.0)
