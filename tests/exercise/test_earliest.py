"""The earliest moment of a condition: what is dead is told without running anything."""

from __future__ import annotations

import pytest

from tests.exercise.written import read
from twin.exercise.conditions import read_condition
from twin.exercise.earliest import NEVER, at_the_end, earliest, earliest_moments

MOMENTS = {"inject.a": 100.0, "inject.b": 400.0, "decision.c": NEVER, "step.s": NEVER}


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("now >= 10 min", 600.0),
        ("10 min < now", 600.0),
        ("now < 10 min", 0.0),
        ("happened(inject.a)", 100.0),
        ("now >= t(inject.a) + 3 min", 280.0),
        ("now - t(inject.a) > 3 min", 280.0),
        ("now - last(alert.dc-01) <= 15 min", 0.0),
        ("happened(inject.a) and happened(inject.b)", 400.0),
        ("happened(inject.a) or happened(decision.c)", 100.0),
        ("happened(inject.a) and happened(decision.c)", NEVER),
        ("happened(step.s.effect)", NEVER),
        ("count(decision.c) < 1", 0.0),
        ("not happened(decision.c)", 0.0),
        ("not true", NEVER),
        ("false", NEVER),
        ("true", 0.0),
        ("held(happened(inject.a), 2 min)", 220.0),
        ("kpi.orders_late > 5", 0.0),
        ("kpi.loss_eur > 5", NEVER),
        ("t(inject.b) - t(inject.a) <= 5 min", 400.0),
        ("happened(alert.dc-01)", 0.0),
    ],
)
def test_a_condition_has_an_earliest_moment(words: str, moment: float) -> None:
    """A lower bound: the hub may do at once what it does."""
    assert earliest(read_condition(words), MOMENTS) == moment


@pytest.mark.parametrize(
    ("words", "can"),
    [
        ("kpi.loss_eur < 5", True),
        ("happened(decision.c)", False),
        ("happened(decision.c) or kpi.loss_eur < 5", True),
        ("happened(inject.a) and t(decision.c) < 5 min", False),
        ("not happened(decision.c)", True),
        ("not true", False),
        ("held(happened(decision.c), 5 s)", False),
        ("false", False),
    ],
)
def test_a_rating_is_asked_at_the_end(words: str, *, can: bool) -> None:
    """When metrics that a run writes last are known."""
    assert at_the_end(read_condition(words), MOMENTS) == can


def test_injects_and_decisions_wait_for_each_other() -> None:
    """Five minutes, then three more; what comes after the end never comes, and neither does what waits for it."""
    moments = earliest_moments(read())
    assert moments["inject.call"] == moments["decision.cut"] == moments["decision.cut.wait"] == 300.0
    assert moments["inject.later"] == 480.0
    late = earliest_moments(read(('{at: "00:05"}', '{at: "00:45"}')))
    assert {late["inject.call"], late["inject.later"], late["decision.cut.wait"]} == {NEVER}


def test_what_goes_by_hand_can_come_at_once() -> None:
    """A facilitator may begin with it."""
    assert earliest_moments(read(('    when: {at: "00:05"}\n', "")))["inject.call"] == 0.0


def test_two_that_wait_for_each_other_never_come() -> None:
    """Neither begins."""
    moments = earliest_moments(read(('when: {at: "00:05"}', "when: {after: later}")))
    assert (moments["inject.call"], moments["inject.later"]) == (NEVER, NEVER)
