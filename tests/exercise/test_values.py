"""The values of a condition now, and when it will hold if only time passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from twin.exercise.conditions import Memory, holds, read_condition
from twin.exercise.values import due_s, values


@dataclass
class Told:
    """Facts written by hand."""

    now_s: float = 600.0
    happened: Mapping[str, Sequence[float]] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    over: bool = False

    def times_s(self, what: str) -> Sequence[float]:
        """As written."""
        return self.happened.get(what, ())

    def metric(self, name: str) -> float | None:
        """As written."""
        return self.metrics.get(name)


FACTS = Told(happened={"inject.first": [300.0]}, metrics={"orders_late": 12.0})


def test_every_comparison_says_its_value_and_what_it_must_be() -> None:
    """Metrics plain, times and durations as people read them."""
    node = read_condition("kpi.orders_late > 30 and now - t(inject.first) > 10 min and happened(decision.cut)")
    shown = values(node, FACTS, {})
    assert [each["words"] for each in shown] == [
        "late orders: 12, must be more than 30",
        "10 min after inject first: in 5 min",
        "the decision cut has been taken: no",
    ]
    assert [(each["value"], each["bound"], each["holds"]) for each in shown] == [
        (12.0, 30.0, False), (300.0, 600.0, False), (False, None, False),
    ]  # fmt: skip


def test_what_is_undefined_is_not_yet() -> None:
    """No number is made up for it."""
    (shown,) = values(read_condition("t(decision.cut) <= 4 min"), FACTS, {})
    assert (shown["value"], shown["holds"]) == (None, False)
    assert "not yet" in shown["words"]


def test_what_must_not_have_happened_holds_as_long_as_it_has_not() -> None:
    """The mark beside it says whether the condition is content, the words what is the case."""
    shown = values(read_condition("not (happened(decision.cut) or happened(inject.first))"), FACTS, {})
    assert [(each["holds"], each["words"]) for each in shown] == [
        (True, "the decision cut has been taken: no"), (False, "inject first has fired: yes"),
    ]  # fmt: skip


def test_what_is_held_says_for_how_long_and_looking_changes_nothing() -> None:
    """The memory is that of the looks, not of whoever reads along."""
    node, memory = read_condition("held(kpi.orders_late > 5, 2 min)"), Memory()
    assert values(node, FACTS, memory)[0]["value"] == 0
    holds(node, Told(540.0, metrics={"orders_late": 9}), memory)
    before = dict(memory)
    assert "held for 1 min of 2 min" in values(node, FACTS, memory)[0]["words"]
    assert memory == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now >= 900", 900),
        ("900 < now", 900),
        ("now >= t(inject.first) + 10 min", 900),
        ("now >= t(inject.second) + 10 min", None),
        ("happened(inject.first)", 600),
        ("happened(inject.second)", None),
        ("happened(inject.first) and not happened(decision.cut) and now - t(inject.first) > 12 min", 1020),
        ("now >= 900 and kpi.orders_late > 30", None),
        ("now >= 900 and kpi.orders_late > 3", 900),
        ("held(kpi.orders_late > 3, 1 min)", None),
        ("now > now + 60", None),
    ],
)
def test_it_is_due_when_only_time_keeps_it(text: str, expected: float | None) -> None:
    """None where something else has to happen first."""
    assert due_s(read_condition(text), FACTS) == expected
