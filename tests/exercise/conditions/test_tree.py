"""What conditions are worth: undefined is never true, and what is held is held at every look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from twin.exercise.conditions import Memory, holds, read_condition


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


FACTS = Told(
    happened={"step.scan": [60.0], "decision.isolate": [300.0, 500.0]}, metrics={"orders_late": 4.0, "none": 0.0}
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t(decision.isolate) - t(step.scan) <= 4 min", True),
        ("last(decision.isolate) - t(step.scan) <= 4 min", False),
        ("count(decision.isolate) == 2", True),
        ("happened(decision.isolate) and not happened(decision.wait)", True),
        ("t(decision.wait) <= 1h", False),
        ("t(decision.wait) > 1h", False),
        ("not t(decision.wait) <= 1h", True),
        ("kpi.orders_late < 5 and kpi.loss_eur < 5", False),
        ("kpi.orders_late / kpi.none > 0", False),
        ("kpi.orders_late != 4 or now == 600", True),
        ("true and not false", True),
    ],
)
def test_a_condition_is_worth_what_it_says(text: str, expected: bool) -> None:
    """Undefined makes no comparison true, neither one nor its opposite."""
    assert holds(read_condition(text), FACTS, {}) is expected


def test_what_is_held_must_hold_at_every_look() -> None:
    """A break begins the wait anew."""
    condition, memory, seen = read_condition("held(kpi.orders_late > 5, 2 min)"), Memory(), []
    for now_s, late in ((0, 6), (60, 7), (100, 2), (120, 9), (230, 9), (240, 9)):
        seen.append(holds(condition, Told(now_s, metrics={"orders_late": late}), memory))
    assert seen == [False, False, False, False, False, True]


def test_what_was_held_at_the_end_is_judged_as_of_then() -> None:
    """What became of it after the last look changes nothing."""
    condition, memory = read_condition("held(kpi.orders_late > 5, 2 min)"), Memory()
    holds(condition, Told(60.0, metrics={"orders_late": 9}), memory)
    for now_s, late, expected in ((170.0, 9, False), (180.0, 9, True), (180.0, 0, True)):
        assert holds(condition, Told(now_s, metrics={"orders_late": late}, over=True), memory) is expected
    assert not holds(condition, Told(600.0, metrics={"orders_late": 9}, over=True), {})


def test_what_remembers_is_looked_at_even_where_nothing_hangs_on_it() -> None:
    """The second half of an or counts on while the first is true."""
    condition, memory = read_condition("now < 60 or held(kpi.orders_late > 5, 2 min)"), Memory()
    worth = [holds(condition, Told(now_s, metrics={"orders_late": 9}), memory) for now_s in (0.0, 100.0, 130.0)]
    assert worth == [True, False, True]


def test_parts_are_all_there() -> None:
    """Itself and everything below, for whoever checks names."""
    tree = read_condition("not (kpi.a > 1 and held(t(inject.x) < 3, 1 min))")
    assert {"kpi.a", "t(inject.x)"} <= {str(part) for part in tree.parts()}
