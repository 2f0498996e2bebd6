"""The scenario events list: fire, hold, release, skip, hint, tell."""

from __future__ import annotations

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import TEXT, begun, do, kinds, on, trial


def test_an_inject_is_fired_by_hand_once() -> None:
    """Before its time; its condition does not fire it again, and the second facilitator hears that it was."""
    engine = begun(to_s=5)
    do(engine, "facilitator", "fire", "first")
    assert ("fired", "first") not in kinds(on(engine, 60))
    fault = refused(engine, "cofacilitator", "fire", "first")
    assert (fault.code, "event 6" in fault.message) == ("not-now", engine.events[5].kind == "fired")


def test_what_is_held_does_not_fire_until_it_is_released() -> None:
    """Then at the next beat, where its condition still holds."""
    engine = begun(to_s=5)
    do(engine, "facilitator", "hold", "first")
    assert refused(engine, "facilitator", "hold", "first").code == "not-now"
    assert ("fired", "first") not in kinds(on(engine, 58))
    do(engine, "facilitator", "release", "first")
    assert refused(engine, "facilitator", "release", "first").code == "not-now"
    assert ("fired", "first") in kinds(on(engine, 60))


def test_what_is_held_can_be_fired_by_hand() -> None:
    """Holding keeps back the condition, not the facilitator."""
    engine = begun(to_s=5)
    do(engine, "facilitator", "hold", "first")
    assert kinds(do(engine, "facilitator", "fire", "first")) == [("fired", "first")]


def test_what_is_left_out_never_comes() -> None:
    """Nor what follows from it; it can be neither fired nor held."""
    engine = begun(to_s=5)
    do(engine, "facilitator", "skip", "first")
    assert not {("fired", "first"), ("fired", "second")} & set(kinds(on(engine, 100)))
    for kind in ("fire", "hold", "release", "skip"):
        assert refused(engine, "facilitator", kind, "first").code == "not-now"


def test_a_hint_is_that_of_the_file_or_another() -> None:
    """To those whom the inject is for, or to whom it is sent; one without words has none to send."""
    engine = begun(to_s=30)
    (event,) = do(engine, "facilitator", "hint", "first")
    assert event.body == {"to": ["soc"], "text": "look at the door"}
    (event,) = do(engine, "facilitator", "hint", "first", text="at its log", to="ic")
    assert event.body == {"to": ["ic"], "text": "at its log"}
    assert refused(engine, "facilitator", "hint", "second").code == "missing-value"


def test_an_unknown_inject_names_the_nearest() -> None:
    """For every command of the list."""
    for kind in ("fire", "hold", "release", "skip", "hint"):
        assert "did you mean second?" in refused(begun(), "facilitator", kind, "secnd").remedy


def test_something_new_is_told_by_a_channel() -> None:
    """From whom it is said to come; a channel that there is not is refused."""
    engine = begun()
    (event,) = do(engine, "facilitator", "tell", text="The press calls", channel="phone", sender="Gate", to="ic")
    assert event.body == {"to": ["ic"], "text": "The press calls", "channel": "phone", "from": "Gate"}
    assert refused(engine, "facilitator", "tell", text="x", channel="pigeon").code == "not-a-choice"
    assert refused(engine, "facilitator", "tell", text="").code == "missing-value"


def test_an_inject_that_was_never_armed_fires_by_hand_too() -> None:
    """One without a condition waits for the facilitator alone."""
    injects = [{**each, "when": ""} for each in TEXT["injects"]]
    engine = begun(trial(injects=injects, opens=dict.fromkeys(("first", "second", "busy", "silence"), "")), to_s=60)
    assert [event for event in engine.events if event.kind in ("armed", "fired")] == []
    assert kinds(do(engine, "facilitator", "fire", "second")) == [("fired", "second")]
