"""Ratings: the first rule that holds is proposed, with the values and the events that led to it."""

from __future__ import annotations

from tests.exercise.trial import begun, do, on
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
    assert rating.because == "S holds (t(decision.cut) is 1 min 40 s, must be <= 3 min 0 s)"


def test_where_nothing_holds_every_rule_says_why() -> None:
    """U, with what each rule missed."""
    rating = proposed(begun(to_s=100))["contain"]
    assert (rating.rating, [each.rating for each in rating.tried]) == ("U", ["P", "M"])
    assert "contained.amr-001 has not happened" in rating.because


def test_after_the_end_it_speaks_of_the_whole_run() -> None:
    """What was decided in time and came into force later counts."""
    engine = begun(to_s=145)
    do(engine, "soc", "order", response="isolate_device", target="amr-001")
    on(engine, 150)
    assert proposed(engine)["contain"].rating == "U"
    do(engine, "facilitator", "finish")
    assert proposed(engine)["contain"].rating == "P"


def test_the_rating_of_record_is_a_persons() -> None:
    """It stands beside what is proposed, and the last one counts."""
    engine = decided(30)
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
