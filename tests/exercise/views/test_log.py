"""The log of the table: public acts for everybody, the rest for those who judge."""

from __future__ import annotations

from tests.exercise.moving import BUSY, play
from tests.exercise.trial import begun, do, on
from twin.exercise.engine import Engine
from twin.exercise.state import KINDS
from twin.exercise.views import view
from twin.exercise.views.log import _SAYS, MOST


def said(engine: Engine, seat: str) -> set[str]:
    """The kinds of acts that *seat* reads of."""
    return {each["kind"] for each in view(engine, seat)["log"]}


def test_what_was_decided_is_public() -> None:
    """Who chose what, in words; newest first."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="isolate", reason="my reason", confidence=77)
    do(engine, "ic", "approve", "cut")
    first, second = view(engine, "projector")["log"][:2]
    assert (first["text"], second["text"], second["seat"]) == (
        "approved Cut it off", "decided Cut it off: Isolate it", "soc",
    )  # fmt: skip


def test_a_reply_says_what_was_asked() -> None:
    """By whom, in the words of the question."""
    engine = begun(to_s=30)
    (asked,) = do(engine, "soc", "ask", text="May we call the maker?")
    do(engine, "facilitator", "reply", str(asked.seq), text="You may")
    told = view(engine, "evaluator")["log"][0]["text"]
    assert told == "replied to Analyst, who asked 'May we call the maker?': You may"


def test_who_is_told_is_named_by_title() -> None:
    """A seat's id is for commands; everybody is a word."""
    engine = begun(to_s=150)
    do(engine, "soc", "escalate", "1", to="ic", text="Look")
    do(engine, "facilitator", "tell", to=["all"], text="Coffee", channel="phone")
    told, escalated = view(engine, "evaluator")["log"][:2]
    assert (told["text"], told["by"]) == ("told everybody: Coffee", "Facilitator")
    assert (escalated["text"], escalated["by"]) == ("handed alert 1 on to Commander", "Analyst")


def test_what_was_taken_back_is_named() -> None:
    """Which response, on what: nobody at the table knows the numbers of measures."""
    engine = begun(to_s=30)
    do(engine, "soc", "order", response="isolate_device", target="amr-002", reason="to be sure")
    on(engine, 100)
    do(engine, "soc", "undo", "1")
    undone, ordered = view(engine, "projector")["log"][:2]
    assert undone["text"] == "took back isolate device on amr-002"
    assert ordered["text"] == "ordered isolate device on amr-002"


def test_what_is_done_behind_the_scenes_is_not() -> None:
    """No fire, no hint, no note, no rating, no answer: those are for who judges."""
    engine = begun()
    play(engine, BUSY)
    public = {"decided", "approved", "rejected", "ordered", "undone", "resumed", "paused", "module", "finished"}
    for seat in ("soc", "ic", "observer", "projector"):
        assert said(engine, seat) <= public
    assert {"fired", "held", "rated", "triaged", "answered"} <= said(engine, "evaluator")


def test_a_seat_without_decisions_reads_of_the_clock_and_of_itself() -> None:
    """What others decide is not before it."""
    engine = begun()
    play(engine, BUSY)
    seats = {each["seat"] for each in view(engine, "desk")["log"] if each["kind"] == "decided"}
    assert seats == {"desk"}
    assert {"module", "paused"} <= said(engine, "desk")


def test_every_kind_of_act_has_its_words() -> None:
    """But for the opening, what is armed, what was read, and what is private."""
    assert set(KINDS) - set(_SAYS) == {"opened", "armed", "acknowledged", "noted"}


def test_it_is_not_endless() -> None:
    """The newest acts."""
    engine = begun()
    for number in range(MOST):
        do(engine, "facilitator", "speed", speed=number + 1)
    log = view(engine, "facilitator")["log"]
    assert (len(log), log[0]["text"]) == (MOST, f"{MOST} simulated seconds a second")
