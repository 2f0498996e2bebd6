"""Decision cards as a seat sees them."""

from __future__ import annotations

from typing import Any

from tests.exercise.trial import begun, do, on, trial
from twin.exercise.engine import Engine
from twin.exercise.views import view


def card(engine: Engine, seat: str, name: str = "cut") -> dict[str, Any] | None:
    """The card in the view of *seat*."""
    return next((each for each in view(engine, seat)["cards"] if each["id"] == name), None)


def test_a_card_appears_when_it_opens_to_its_seats_alone() -> None:
    """To decide, to approve, or to judge."""
    engine = begun(to_s=20)
    assert [card(engine, seat) for seat in ("soc", "ic", "facilitator")] == [None, None, None]
    on(engine, 30)
    there = {seat: card(engine, seat) is not None for seat in ("soc", "ic", "desk", "evaluator", "observer")}
    assert there == {"soc": True, "ic": True, "desk": False, "evaluator": True, "observer": False}


def test_a_card_says_who_may_do_what_now() -> None:
    """Decide while it is open, approve while it waits, nothing after."""
    engine = begun(to_s=30)

    def may() -> list[bool]:
        soc, ic = card(engine, "soc"), card(engine, "ic")
        assert soc is not None
        assert ic is not None
        return [soc["may_decide"], soc["may_approve"], ic["may_decide"], ic["may_approve"]]

    seen = [may()]
    do(engine, "soc", "decide", "cut", option="isolate", reason="it scans", confidence=80)
    seen.append(may())
    do(engine, "ic", "approve", "cut")
    seen.append(may())
    assert seen == [[True, False, False, False], [False, False, False, True], [False] * 4]


def test_a_decided_card_says_what_was_taken() -> None:
    """With its reason, its confidence and its time."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="isolate", reason="it scans", confidence=80)
    do(engine, "ic", "approve", "cut")
    shown = card(engine, "ic")
    assert shown is not None
    assert shown["state"] == "decided"
    taken = shown["taken"]
    assert [taken[key] for key in ("option", "seat", "reason", "confidence", "clock", "approved_by")] == [
        "isolate", "soc", "it scans", 80, "08:00:30", "ic",
    ]  # fmt: skip


def test_an_option_says_its_delay_and_its_people_and_never_its_actions() -> None:
    """What speaks for and against it is its note."""
    shown = card(begun(to_s=30), "soc")
    assert shown is not None
    assert shown["options"][0] == {"id": "isolate", "label": "Isolate it", "note": "", "delay_s": 10.0, "staff": 0.0}


def test_a_card_that_closes_by_itself_counts_down() -> None:
    """Down to nothing, and then no more."""
    engine = begun(to_s=150)
    shown = card(engine, "ic", "call")
    assert shown is not None
    assert (shown["closes_in_s"], shown["state"]) == (55.0, "open")
    on(engine, 210)
    shown = card(engine, "ic", "call")
    assert shown is not None
    assert (shown["closes_in_s"], shown["state"], shown["may_decide"]) == (None, "closed", False)


def test_those_who_judge_see_who_keeps_whom_waiting() -> None:
    """For whom each open card waits, since when, and which are hidden still."""
    engine = begun(to_s=31)
    seen = view(engine, "facilitator")
    (pending,) = seen["pending"]
    assert (pending["id"], pending["waits_for"], pending["for_s"]) == ("cut", ["soc"], 6.0)
    assert [each["id"] for each in seen["cards_hidden"]] == ["call", "last"]
    do(engine, "soc", "decide", "cut", option="isolate", reason="it scans", confidence=80)
    (pending,) = view(engine, "evaluator")["pending"]
    assert (pending["waits_for"], pending["for_s"], pending["state"]) == (["ic"], 0.0, "waiting-approval")


def test_when_the_exercise_is_over_nothing_may_be_decided() -> None:
    """An open card stays as it was."""
    engine = begun(trial(), to_s=30)
    do(engine, "facilitator", "finish")
    shown = card(engine, "soc")
    assert shown is not None
    assert (shown["state"], shown["may_decide"]) == ("open", False)


def test_a_card_that_was_rejected_says_what_by_whom_and_why_until_it_is_decided_again() -> None:
    """To all of its seats."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="isolate", reason="it scans", confidence=80)
    do(engine, "ic", "reject", "cut", reason="too early")
    for seat in ("soc", "ic"):
        shown = card(engine, seat)
        assert shown is not None
        assert shown["refused"] == {
            "option": "isolate", "seat": "ic", "by": "Commander", "reason": "too early", "clock": "08:00:30",
        }  # fmt: skip
    do(engine, "soc", "decide", "cut", option="wait", reason="see", confidence=50)
    again = card(engine, "ic")
    assert again is not None
    assert again["refused"] is None
