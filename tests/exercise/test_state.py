"""The state of an exercise is what its events add up to."""

from __future__ import annotations

from tests.exercise.moving import BUSY, play
from tests.exercise.trial import begun, do, kinds, on, trial
from twin.exercise.known import questions_put
from twin.exercise.state import ACROSS, KINDS, State, fold


def test_the_state_of_an_engine_is_the_fold_of_its_events() -> None:
    """At every number of events; and folding changes nothing of the events."""
    engine = begun()
    play(engine, BUSY)
    events = list(engine.events)
    assert fold(engine.exercise, events) == engine.state
    half = fold(engine.exercise, events[:20])
    for event in events[20:]:
        half.take(event)
    assert half == engine.state
    assert engine.events == events


def test_it_begins_with_everything_before_it() -> None:
    """Injects queued, cards hidden, the first module, the file's speed, nobody there."""
    state = State(trial(clock={"speed": 4}).exercise)
    assert (state.status, state.speed, state.module, state.seats) == ("waiting", 4, "one", {})
    assert {each.status for each in state.injects.values()} == {"queued"}
    assert {each.status for each in state.cards.values()} == {"hidden"}


def test_every_kind_of_event_that_was_written_is_known() -> None:
    """No event of a busy exercise is of a kind that the table does not have."""
    engine = begun()
    play(engine, BUSY)
    assert {event.kind for event in engine.events} <= set(KINDS)


def test_an_inject_goes_from_queued_to_fired() -> None:
    """Armed when what it follows has happened; held and released; fired with its time and its event's number."""
    engine = begun(to_s=10)
    second, seen = engine.state.injects["second"], []
    for second_s, kind in ((11, ""), (30, "hold"), (60, ""), (60, "release"), (70, "")):
        on(engine, second_s)
        seen.append(str(second.status))
        if kind:
            do(engine, "facilitator", kind, "second")
    assert seen == ["queued", "armed", "held", "held", "fired"]
    assert second.us == 65_000_000
    assert engine.events[second.seq - 1].ref == "second"


def test_the_agenda_goes_on_with_the_first_inject_of_a_later_module() -> None:
    """And never back by itself."""
    engine = begun(to_s=10)
    assert kinds(do(engine, "facilitator", "fire", "knock")) == [("module", "two"), ("fired", "knock")]
    assert engine.state.module == "two"
    assert "later" in [question.id for question in questions_put(engine.state, "desk")]
    do(engine, "facilitator", "fire", "first")
    assert engine.state.module == "two"
    do(engine, "facilitator", "module", "one")
    assert engine.state.module == "one"


def test_what_is_said_across_the_table_is_no_paper() -> None:
    """A hint and a reply have no channel of the exercise."""
    engine = begun(to_s=30)
    (asked,) = do(engine, "soc", "ask", text="May we call the maker?")
    do(engine, "facilitator", "reply", str(asked.seq), text="You may")
    do(engine, "facilitator", "hint", "first")
    assert [message.channel for message in engine.state.messages[-2:]] == [ACROSS, ACROSS]


def test_a_decision_counts_from_its_approval() -> None:
    """Decided at 30, approved at 40: what hangs on the decision hears of it at 40."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="wait", reason="see", confidence=40)
    assert (engine.state.cards["cut"].status, engine.facts.times_s("decision.cut")) == ("waiting-approval", [])
    on(engine, 40)
    do(engine, "ic", "approve", "cut")
    assert engine.state.cards["cut"].status == "decided"
    assert (engine.facts.times_s("decision.cut"), engine.facts.times_s("decision.cut.wait")) == ([40.0], [40.0])
    assert engine.facts.times_s("decision.cut.isolate") == []


def test_what_was_rejected_is_open_again_and_its_seat_is_told_why() -> None:
    """The card forgets the choice; the words are in the inbox of who chose."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="wait", reason="see", confidence=40)
    do(engine, "ic", "reject", "cut", reason="we cannot wait")
    here = engine.state.cards["cut"]
    assert (here.status, here.option, here.opened_us) == ("open", "", 25_000_000)
    last = engine.state.messages[-1]
    assert last.to == ("soc",)
    assert "we cannot wait" in last.text


def test_who_joins_and_leaves_is_counted_once() -> None:
    """Two people on one seat; the same name twice is one."""
    engine = begun()
    for name in ("Ana", "Ben", "Ana"):
        do(engine, "soc", "join", name=name)
    assert engine.state.seats["soc"] == ["Ana", "Ben"]
    do(engine, "soc", "leave", name="Ana")
    assert engine.state.seats["soc"] == ["Ben"]
