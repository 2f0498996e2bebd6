"""What is said at the table, as each seat hears it."""

from __future__ import annotations

from tests.exercise.trial import TEXT, begun, do, trial
from twin.exercise.engine import Engine
from twin.exercise.views import view
from twin.exercise.views.table import MOST


def texts(engine: Engine, seat: str) -> list[str]:
    """The inbox of *seat*."""
    return [message["text"] for message in view(engine, seat)["inbox"]]


def test_a_message_reaches_its_seats_newest_first() -> None:
    """Those for all reach everybody, onlookers as well; those for one nobody else but who judges."""
    engine = begun(to_s=60)
    assert texts(engine, "soc") == ["It drives again", "A robot stands at its door"]
    assert texts(engine, "ic") == ["It drives again", "Orders go out"]
    assert texts(engine, "desk") == texts(engine, "projector") == ["It drives again"]
    assert len(texts(engine, "evaluator")) == 3


def test_a_message_asks_and_is_read() -> None:
    """Its questions as words; read by this seat, and for those who judge by whom."""
    engine = begun(to_s=30)
    message = view(engine, "soc")["inbox"][0]
    assert (message["questions"], message["read"], message["channel"]) == (["What do you know?"], False, "email")
    do(engine, "soc", "acknowledge", str(message["seq"]))
    assert view(engine, "soc")["inbox"][0]["read"]
    assert "read_by" not in message
    by = {each["seq"]: each["read_by"] for each in view(engine, "facilitator")["inbox"]}
    assert by[message["seq"]] == ["soc"]


def test_questions_are_those_that_were_put() -> None:
    """With one's own answer; those who judge see all questions and all answers."""
    engine = begun(to_s=30)
    assert view(engine, "ic")["questions"] == []
    do(engine, "soc", "answer", "why", text="it scans")
    (question,) = view(engine, "soc")["questions"]
    assert (question["id"], question["answered"], question["answer"]) == ("why", True, "it scans")
    seen = view(engine, "evaluator")
    assert [each["id"] for each in seen["questions"]] == ["why", "later"]
    assert seen["answers"] == [{"question": "why", "seat": "soc", "by": "Analyst", "text": "it scans"}]
    assert view(engine, "projector")["questions"] == []


def test_what_was_asked_is_between_the_seat_and_who_leads() -> None:
    """With its reply."""
    engine = begun()
    (asked,) = do(engine, "soc", "ask", text="May we?")
    do(engine, "facilitator", "reply", str(asked.seq), text="Yes")
    assert [(each["text"], each["reply"]) for each in view(engine, "soc")["asks"]] == [("May we?", "Yes")]
    assert view(engine, "ic")["asks"] == []
    assert len(view(engine, "facilitator")["asks"]) == 1
    assert view(engine, "observer")["asks"] == []


def test_an_inbox_is_not_endless() -> None:
    """The newest messages are there."""
    engine = begun()
    for number in range(MOST + 3):
        do(engine, "facilitator", "tell", text=f"word {number}")
    told = texts(engine, "desk")
    assert (len(told), told[0]) == (MOST, f"word {MOST + 2}")


def test_a_question_is_read_by_the_seats_that_it_is_put_to() -> None:
    """Also where its inject reaches others; those who judge read it beside the message."""
    injects = [{**each, "to": ["all"]} if each["id"] == "first" else each for each in TEXT["injects"]]
    engine = begun(trial(injects=injects), to_s=30)
    asked = {seat: view(engine, seat)["inbox"][-1]["questions"] for seat in ("soc", "evaluator", "ic", "projector")}
    assert asked == {"soc": ["What do you know?"], "evaluator": ["What do you know?"], "ic": [], "projector": []}


def test_what_was_asked_is_not_endless() -> None:
    """The newest are there, and how many are not; the count is of what the seat may read."""
    engine = begun()
    assert view(engine, "facilitator")["asks_hidden"] == 0
    for number in range(MOST + 3):
        do(engine, "soc", "ask", text=f"May we {number}?")
    do(engine, "ic", "ask", text="And we?")
    newest_of = {"soc": (f"May we {MOST + 2}?", 3), "ic": ("And we?", 0), "facilitator": ("And we?", 4)}
    for seat, (newest, hidden) in newest_of.items():
        seen = view(engine, seat)
        assert (seen["asks"][0]["text"], seen["asks_hidden"]) == (newest, hidden)
        assert len(seen["asks"]) <= MOST
