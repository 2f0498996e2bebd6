"""What those who lead and evaluate see beside."""

from __future__ import annotations

from typing import Any

from tests.exercise.trial import begun, do, on
from twin.exercise.engine import Engine
from twin.exercise.views import view


def injects(engine: Engine) -> dict[str, Any]:
    """The scenario events list by id."""
    return {each["id"]: each for each in view(engine, "facilitator")["msel"]}


def test_an_inject_says_where_it_stands_and_what_it_waits_for() -> None:
    """Its state, its condition in words, and the values of that condition now."""
    listed = injects(begun(to_s=30))
    assert {name: each["state"] for name, each in listed.items()} == {
        "first": "fired", "second": "armed", "busy": "fired", "knock": "queued", "silence": "armed",
    }  # fmt: skip
    (value,) = listed["second"]["truth"]
    assert (value["value"], value["bound"], value["holds"]) == (30.0, 50.0, False)
    assert (listed["first"]["fired_clock"], listed["first"]["truth"]) == ("08:00:20", [])
    assert (listed["knock"]["when"], listed["knock"]["effects"]) == ("by hand", ["knock"])


def test_the_time_of_an_inject_is_known_where_only_time_keeps_it() -> None:
    """And those that come next are the soonest, without what is held or by hand."""
    engine = begun(to_s=30)
    listed = injects(engine)
    assert (listed["second"]["due_clock"], listed["silence"]["due_s"]) == ("08:00:50", 260.0)
    assert view(engine, "facilitator")["next"] == ["second", "silence"]
    do(engine, "facilitator", "hold", "second")
    assert view(engine, "facilitator")["next"] == ["silence"]


def test_a_hint_is_due_where_it_is_late_and_nothing_came() -> None:
    """After its time; no longer once it was given, or the decision was taken."""
    engine = begun(to_s=79)
    due = [injects(engine)["first"]["guide"]["hint_due"]]
    on(engine, 80)
    due.append(injects(engine)["first"]["guide"]["hint_due"])
    do(engine, "facilitator", "hint", "first")
    due.append(injects(engine)["first"]["guide"]["hint_due"])
    assert due == [False, True, False]


def test_what_was_expected_is_met_by_the_decision() -> None:
    """In the time that it may take, or late: two minutes after the inject of 00:20."""
    engine = begun(to_s=30)
    assert injects(engine)["first"]["expect"] == {
        "decision": "cut", "title": "Cut it off", "by_s": 120.0, "met": False, "late": False,
    }  # fmt: skip
    do(engine, "soc", "decide", "cut", option="wait", reason="see", confidence=40)
    assert not injects(engine)["first"]["expect"]["met"]
    do(engine, "ic", "approve", "cut")
    on(engine, 200)
    expected = injects(engine)["first"]["expect"]
    assert (expected["met"], expected["late"]) == (True, False)


def test_what_was_expected_and_did_not_come_is_late() -> None:
    """And stays so when it comes after all."""
    engine, seen = begun(to_s=140), []
    for second in (140, 141):
        on(engine, second)
        seen.append(injects(engine)["first"]["expect"]["late"])
    do(engine, "soc", "decide", "cut", option="wait", reason="see", confidence=40)
    do(engine, "ic", "approve", "cut")
    expected = injects(engine)["first"]["expect"]
    assert (seen, expected["met"], expected["late"]) == ([False, True], True, True)


def test_the_truth_is_what_really_happens() -> None:
    """Steps with their phases, what the attacker holds now, and which steps nobody has called."""
    engine = begun(to_s=145)
    truth = view(engine, "evaluator")["truth"]
    assert [(each["step"], each["phase"]) for each in truth["steps"]] == [
        ("take", "start"), ("take", "end"), ("scan", "start"),
    ]  # fmt: skip
    assert [(each["asset"], each["clock"]) for each in truth["compromised"]] == [("amr-001", "08:02:00")]
    assert truth["uncalled"] == ["knock"]
    do(engine, "facilitator", "fire", "knock")
    on(engine, 150)
    assert view(engine, "evaluator")["truth"]["uncalled"] == []


def test_notes_seats_and_what_was_written_are_there() -> None:
    """Private notes, who sits where, findings and what is to be done."""
    engine = begun()
    do(engine, "evaluator", "note", "first", text="they talk well")
    do(engine, "soc", "join", name="Ana")
    do(engine, "evaluator", "improvement", item="A second tap", owner="Network")
    seen = view(engine, "cofacilitator")
    assert [(each["seat"], each["ref"], each["text"]) for each in seen["notes"]] == [
        ("evaluator", "first", "they talk well"),
    ]  # fmt: skip
    joined = {each["seat"]: (each["name"], each["joined"]) for each in seen["seats"]}
    assert (joined["soc"], joined["ic"], joined["evaluator"]) == (("Ana", True), ("", False), ("", False))
    assert [each["item"] for each in seen["written"]["improvement"]] == ["A second tap"]
    assert [each["id"] for each in seen["modules"]] == ["one", "two"]


def test_ratings_are_proposed_as_it_goes() -> None:
    """With the rules and their values, and beside them what people said, of record once it is said after the end."""
    engine = begun(to_s=30)
    do(engine, "evaluator", "rate", "decide", rating="S", why="somewhat late")
    decide, contain = view(engine, "evaluator")["ratings"]
    assert (decide["proposed"], contain["proposed"], contain["of_record"]) == ("U", "U", None)
    said = {"rating": "S", "why": "somewhat late", "seat": "evaluator", "seq": len(engine.events)}
    assert (decide["given"], decide["of_record"], contain["given"]) == (said, None, None)
    assert [each["rating"] for each in decide["rules"]] == ["P", "S"]
    do(engine, "facilitator", "finish")
    (event,) = do(engine, "evaluator", "rate", "decide", rating="S", why="somewhat late")
    assert view(engine, "evaluator")["ratings"][0]["of_record"] == {**said, "seq": event.seq}
