"""Talk: read, ask, reply, answer, judge an alert, hand it on, note in private."""

from __future__ import annotations

import pytest

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import begun, do, kinds
from twin.exercise.engine import Engine


@pytest.fixture(scope="module")
def late() -> Engine:
    """With an alert; only what is refused is tried on it."""
    return begun(to_s=150)


def test_a_message_is_read_once_by_whom_it_reaches() -> None:
    """Its number is that of the event; another seat's message is none of one's own."""
    engine = begun(to_s=30)
    seq = next(message.seq for message in engine.state.messages if message.inject == "first")
    assert kinds(do(engine, "soc", "acknowledge", str(seq))) == [("acknowledged", str(seq))]
    assert do(engine, "soc", "acknowledge", str(seq)) == []
    assert refused(engine, "desk", "acknowledge", str(seq)).code == "missing-reference"
    assert refused(engine, "soc", "acknowledge", "999").code == "missing-reference"


def test_a_question_to_the_facilitators_gets_one_reply() -> None:
    """It comes into the inbox of who asked."""
    engine = begun(to_s=30)
    (asked,) = do(engine, "soc", "ask", text="May we call the maker?")
    do(engine, "cofacilitator", "reply", str(asked.seq), text="You may")
    assert engine.state.asks[0].reply == "You may"
    assert engine.state.messages[-1].to == ("soc",)
    assert refused(engine, "facilitator", "reply", str(asked.seq), text="No").code == "not-now"
    assert refused(engine, "facilitator", "reply", "1", text="No").code == "missing-reference"


def test_a_question_of_the_exercise_is_answered_where_it_was_put() -> None:
    """The last answer counts; one that is not before the seat is unknown to it."""
    engine = begun(to_s=30)
    for text in ("nothing", "that it scans"):
        do(engine, "soc", "answer", "why", text=text)
    assert engine.state.answers == {"why": {"soc": "that it scans"}}
    hidden, none = (refused(engine, "ic", "answer", name, text="x") for name in ("later", "never"))
    assert (hidden.message.replace("later", "never"), hidden.remedy) == (none.message, none.remedy)


def test_an_alert_is_judged_by_a_seat_that_sees_it(late: Engine) -> None:
    """With one of three verdicts; the last counts."""
    engine = begun(to_s=150)
    for verdict in ("needs-info", "true"):
        do(engine, "soc", "triage", "1", verdict=verdict, reason="it scans")
    assert engine.state.triages[1].body["verdict"] == "true"
    assert refused(late, "ic", "triage", "1", verdict="true").code == "not-for-this-seat"
    assert refused(late, "soc", "triage", "1", verdict="maybe").code == "not-a-choice"
    assert refused(late, "soc", "triage", "2", verdict="true").code == "missing-reference"


def test_an_alert_is_handed_on_with_words(late: Engine) -> None:
    """To the seats that are named, or to all others; their inboxes say which alert it is, as few see alerts."""
    engine = begun(to_s=150)
    (event,) = do(engine, "soc", "escalate", "1", to="ic", text="Decide, please")
    alert = "Alert 1, most of its first contacts fail: it looks for services, on amr-001"
    assert event.body == {"to": ["ic"], "text": f"{alert}: Decide, please"}
    assert engine.state.messages[-1].reaches("ic")
    assert engine.state.messages[-1].text == event.body["text"]
    (event,) = do(engine, "soc", "escalate", "1", text="Look")
    assert event.body["to"] == ["ic", "desk"]
    assert refused(late, "soc", "escalate", "1").code == "missing-value"
    assert refused(late, "desk", "escalate", "1", text="x").code == "not-for-this-seat"


def test_a_note_is_of_those_who_judge() -> None:
    """In any state of the exercise."""
    engine = begun()
    for seat in ("facilitator", "cofacilitator", "evaluator"):
        assert kinds(do(engine, seat, "note", "first", text="they talk well")) == [("noted", "first")]
    assert refused(engine, "soc", "note", text="x").code == "not-for-this-seat"
    assert refused(engine, "evaluator", "note", text="").code == "missing-value"
