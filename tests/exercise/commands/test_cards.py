"""Decision cards: who decides, once, with a reason and a confidence, and who approves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import begun, do, kinds, on, trial
from twin.exercise.commands.cards import may_decide, sees_card
from twin.exercise.engine import Engine
from twin.exercise.measures import measures_of

CHOICE: dict[str, Any] = {"option": "isolate", "reason": "it scans", "confidence": 80}


@pytest.fixture
def engine() -> Engine:
    """The card is open."""
    return begun(to_s=30)


def test_a_card_is_decided_and_approved(engine: Engine) -> None:
    """By whom it is put to, then by whom it names."""
    assert kinds(do(engine, "soc", "decide", "cut", **CHOICE)) == [("decided", "cut")]
    assert kinds(do(engine, "ic", "approve", "cut")) == [("approved", "cut")]


def test_no_card_is_decided_twice(engine: Engine) -> None:
    """Neither while it waits for approval, nor after; who comes second hears who was first."""
    do(engine, "soc", "decide", "cut", **CHOICE)
    assert "ic has yet to approve" in refused(engine, "soc", "decide", "cut", **CHOICE).message
    do(engine, "ic", "approve", "cut")
    assert "soc chose 'isolate'" in refused(engine, "soc", "decide", "cut", **CHOICE).message
    assert refused(engine, "ic", "approve", "cut").code == "not-now"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"option": ""}, "not-a-choice"),
        ({"option": "isolte"}, "not-a-choice"),
        ({"option": ["isolate"]}, "not-a-choice"),
        ({"reason": ""}, "missing-value"),
        ({"reason": 5}, "wrong-type"),
        ({"confidence": None}, "missing-value"),
        ({"confidence": 101}, "out-of-range"),
        ({"confidence": -1}, "out-of-range"),
        ({"confidence": "80"}, "out-of-range"),
        ({"confidence": 80.5}, "out-of-range"),
        ({"confidence": True}, "out-of-range"),
    ],
)
def test_a_decision_says_all_that_the_card_asks_for(engine: Engine, change: dict[str, Any], code: str) -> None:
    """An option of the card, a reason in words, a confidence from 0 to 100."""
    assert refused(engine, "soc", "decide", "cut", **{**CHOICE, **change}).code == code


def test_a_card_that_asks_for_neither_takes_the_option_alone() -> None:
    """Reason and confidence may still be given."""
    (event,) = do(begun(to_s=150), "ic", "decide", "call", option="yes")
    assert event.body == {"option": "yes", "reason": "", "confidence": None}


def test_a_card_that_is_not_open_is_as_unknown_as_none(engine: Engine) -> None:
    """A player who guesses a name learns nothing: the words are the same but for the name."""
    hidden, none = (refused(engine, "ic", "decide", name, option="yes") for name in ("call", "fall"))
    assert (hidden.message.replace("call", "fall"), hidden.remedy) == (none.message, none.remedy)
    others = refused(engine, "desk", "decide", "cut", **CHOICE)
    assert others.message == "no decision 'cut' is before you"


def test_who_approves_does_not_decide_and_who_decides_does_not_approve(engine: Engine) -> None:
    """Each sees the card."""
    assert refused(engine, "ic", "decide", "cut", **CHOICE).code == "not-for-this-seat"
    assert refused(engine, "ic", "approve", "cut").code == "not-now"
    do(engine, "soc", "decide", "cut", **CHOICE)
    assert refused(engine, "soc", "approve", "cut").code == "not-for-this-seat"
    assert refused(engine, "soc", "reject", "cut", reason="x").code == "not-for-this-seat"


def test_what_was_rejected_can_be_decided_anew(engine: Engine) -> None:
    """With a reason, which rejecting needs."""
    do(engine, "soc", "decide", "cut", **CHOICE)
    assert refused(engine, "ic", "reject", "cut").code == "missing-value"
    do(engine, "ic", "reject", "cut", reason="wait for the floor")
    assert kinds(do(engine, "soc", "decide", "cut", **{**CHOICE, "option": "wait"})) == [("decided", "cut")]


def test_a_seat_that_decides_what_it_approves_needs_no_second_word() -> None:
    """The card is in force at once."""
    cards = [{
        "id": "cut", "title": "Cut", "to": ["soc", "ic"], "approve_by": "ic", "reason": False, "confidence": False,
        "options": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}],
    }]  # fmt: skip
    engine = begun(trial(decisions=cards), to_s=30)
    do(engine, "ic", "decide", "cut", option="yes")
    assert engine.state.cards["cut"].status == "decided"


def test_a_closed_card_is_closed() -> None:
    """By its time or by hand, also while it waits for approval; opened by hand it is open again."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", **CHOICE)
    do(engine, "facilitator", "close-card", "cut")
    assert "ask the facilitator to open it again" in refused(engine, "soc", "decide", "cut", **CHOICE).remedy
    assert refused(engine, "ic", "approve", "cut").code == "not-now"
    assert refused(engine, "facilitator", "close-card", "cut").code == "not-now"
    do(engine, "facilitator", "open-card", "cut")
    assert refused(engine, "facilitator", "open-card", "cut").code == "not-now"
    do(engine, "soc", "decide", "cut", **CHOICE)
    do(engine, "ic", "approve", "cut")
    assert "is decided" in refused(engine, "facilitator", "open-card", "cut").message
    on(engine, 100)
    assert [each.state for each in measures_of(engine)] == ["applied"]


def test_a_card_is_opened_by_hand_before_its_time() -> None:
    """Its condition does not open it a second time."""
    engine = begun(to_s=5)
    do(engine, "cofacilitator", "open-card", "cut")
    assert ("card-opened", "cut") not in kinds(on(engine, 60))
    assert "did you mean last?" in refused(engine, "facilitator", "open-card", "lasst").remedy


def test_a_card_is_seen_by_those_who_decide_and_approve(engine: Engine) -> None:
    """Put to all it is everybody's."""
    cut, last = engine.state.card("cut"), engine.state.card("last")
    assert [sees_card(cut, seat) for seat in ("soc", "ic", "desk")] == [True, True, False]
    assert [may_decide(cut, seat) for seat in ("soc", "ic", "desk")] == [True, False, False]
    assert may_decide(last, "desk")
