"""Ratings: the first rule that holds is proposed, with the values and the events that led to it."""

from __future__ import annotations

import pytest

from tests.exercise.trial import WALL, begun, do, on, trial
from twin.exercise.engine import Engine
from twin.exercise.rating import Proposed, propose


def proposed(engine: Engine) -> dict[str, Proposed]:
    """What the rules propose now, by objective."""
    found = propose(engine.loaded, engine.state, engine.facts, engine.memory)
    return {each.objective.id: each for each in found}


def decided(at_s: float) -> Engine:
    """The robot is cut off at *at_s*."""
    engine = begun(to_s=at_s)
    do(engine, "soc", "decide", "cut", option="isolate", reason="it scans", confidence=80)
    do(engine, "ic", "approve", "cut")
    return engine


def test_the_best_rule_that_holds_is_proposed() -> None:
    """Soon is P, somewhat late is S, too late or never is U."""
    assert [proposed(decided(at_s))["decide"].rating for at_s in (30, 100, 200)] == ["P", "S", "U"]
    assert proposed(begun(to_s=300))["decide"].rating == "U"


def test_it_says_which_values_and_events_led_to_it() -> None:
    """The rules that were asked until one held, their numbers, and the event that gave them."""
    engine = decided(100)
    rating = proposed(engine)["decide"]
    assert [(each.rating, each.held, each.values[0]["value"]) for each in rating.tried] == [
        ("P", False, 100),
        ("S", True, 100),
    ]
    assert [engine.events[seq - 1].kind for seq in rating.events] == ["approved"]
    values = "the decision “Cut it off” taken after the start: 1 min 40 s, must be at most 3 min"
    assert rating.because == f"S holds ({values})"


def test_where_nothing_holds_every_rule_says_why() -> None:
    """U, with what each rule missed."""
    rating = proposed(begun(to_s=100))["contain"]
    assert (rating.rating, [each.rating for each in rating.tried]) == ("U", ["P", "M"])
    assert "amr-001 has been contained: no" in rating.because


@pytest.mark.parametrize(("finished_s", "rating"), [(150, "U"), (175, "U"), (180, "P")])
def test_it_is_judged_as_of_the_end_of_the_exercise(finished_s: float, rating: str) -> None:
    """What the hub does after everybody has left counts for nobody: here the robot is cut off at 175 s."""
    engine = begun(to_s=145)
    do(engine, "soc", "order", response="isolate_device", target="amr-001")
    on(engine, finished_s)
    assert proposed(engine)["contain"].rating == rating
    do(engine, "facilitator", "finish")
    assert engine.live.now_us > engine.now_us
    assert proposed(engine)["contain"].rating == rating


RULES = (
    "now > 2 min", "now <= 1 min", "held(kpi.orders_late < 1000, 2 min)", "held(kpi.orders_late < 1000, 1 min)",
    "happened(alert.amr-001)", "happened(step.scan)", "count(step.take) == 1",
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_finishing_makes_no_rule_hold(rule: str) -> None:
    """A facilitator who ends it after a minute leaves the time, what was held and what had happened as they were."""
    engine = begun(trial(objectives=[{"id": "decide", "text": "Decide soon", "rate": {"P": rule}}]), to_s=60)
    before = proposed(engine)["decide"].rating
    do(engine, "facilitator", "finish")
    assert proposed(engine)["decide"].rating == before
    again = Engine(engine.loaded, WALL, engine.events)
    assert proposed(again)["decide"].rating == before


def test_metrics_are_those_of_the_whole_run() -> None:
    """What came of it is only known at the story's end, and who stops early does not look better for it."""
    engine = begun(to_s=60)
    early = engine.facts.metric("alerts")
    do(engine, "facilitator", "finish")
    assert (early, engine.facts.metric("alerts")) == (0.0, engine.live.measure("alerts"))
    assert engine.facts.metric("alerts") != early


def test_the_rating_of_record_is_a_persons() -> None:
    """It stands beside what is proposed, is given after the end, and the last one counts."""
    engine = decided(30)
    do(engine, "evaluator", "rate", "decide", rating="U", why="they guessed")
    do(engine, "facilitator", "finish")
    assert proposed(engine)["decide"].of_record is None
    for rating in ("M", "S"):
        do(engine, "evaluator", "rate", "decide", rating=rating, why="they guessed")
    rated = proposed(engine)["decide"]
    assert rated.rating == "P"
    assert rated.of_record is not None
    assert rated.of_record.body["rating"] == "S"


def test_asking_changes_nothing() -> None:
    """Neither what has been held for how long nor any event."""
    engine = begun(to_s=15)
    memory, events = dict(engine.memory), list(engine.events)
    proposed(engine)
    assert (engine.memory, engine.events) == (memory, events)
