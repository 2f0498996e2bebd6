"""The engine: the same moves give the same exercise, however the clock came there; its events bring it back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import twin
from tests.exercise.moving import BUSY, Move, moves, play
from tests.exercise.trial import SPAN_S, WALL, begun, do, kinds, on, trial
from twin.core.errors import BadInput
from twin.exercise.engine import Engine
from twin.exercise.event import Event, verify
from twin.exercise.state import fold
from twin.exercise.views import view
from twin.lab.simulate import simulate

FEW = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(played=moves(), stops=st.lists(st.integers(0, 200), max_size=8))
@example(played=BUSY, stops=[3, 44, 61])
@FEW
def test_the_same_moves_give_the_same_events_wherever_the_clock_stopped(played: list[Move], stops: list[int]) -> None:
    """Event for event with its digest, and row for row in the hub."""
    once, often = begun(), begun()
    refused = play(once, played)
    assert [str(each) for each in play(often, played, stops)] == [str(each) for each in refused]
    assert often.events == once.events
    once.facts.seal()
    assert once.live.finish().log.digest() == often.live.finish().log.digest()


@given(played=moves())
@example(played=BUSY)
@FEW
def test_events_alone_bring_an_engine_back(played: list[Move]) -> None:
    """Its state, what it remembers, its views, and everything that happens from there on."""
    engine = begun()
    play(engine, played)
    do(engine, "facilitator", "note", text="the lights go out here")
    again = Engine(trial(), events=engine.events)
    assert again.state == engine.state == fold(engine.exercise, engine.events)
    assert again.memory == engine.memory
    for seat in ("soc", "facilitator"):
        assert json.dumps(view(again, seat)) == json.dumps(view(engine, seat))
    assert on(again, SPAN_S) == on(engine, SPAN_S)
    assert again.live.log.digest() == engine.live.log.digest()


def test_an_engine_that_follows_another_goes_on_in_its_place() -> None:
    """Event by event, or some at a time; then its clock goes on as the other's would have."""
    leading, following = begun(), Engine(trial(), WALL)
    for number in range(0, len(BUSY), 5):
        play(leading, BUSY[number : number + 5])
        following.follow(leading.events[len(following.events) :])
        assert following.state == leading.state
    on(following, leading.now_us / 1_000_000)
    assert on(following, SPAN_S) == on(leading, SPAN_S)
    with pytest.raises(BadInput, match="broken-log"):
        following.follow(leading.events[-1:])


@given(played=moves())
@example(played=BUSY)
@FEW
def test_the_run_that_was_played_is_the_run_of_its_decisions(played: list[Move]) -> None:
    """Simulated again with what was decided, and nobody at a table: every byte of the log."""
    engine = begun()
    play(engine, played)
    if not engine.finished:
        do(engine, "facilitator", "finish")
    inputs = engine.loaded.inputs
    again = simulate(inputs.site, inputs.story, inputs.posture, engine.loaded.seed, engine.live.decisions)
    assert engine.run is not None
    assert engine.run.log.digest() == again.log.digest()


def test_the_log_of_an_exercise_is_a_chain_that_holds() -> None:
    """From its opening to its end, and through JSON."""
    engine = begun(to_s=SPAN_S)
    assert [engine.events[0].kind, engine.events[-1].kind] == ["opened", "finished"]
    verify(Event.from_json(event.to_json()) for event in engine.events)


def test_what_is_due_fires_at_the_beat() -> None:
    """By time, after another, by a metric that has held, by silence: each once, and the hub's own time counts."""
    engine = begun(to_s=SPAN_S)
    fired = {event.ref: event.sim_us / 1_000_000 for event in engine.events if event.kind == "fired"}
    assert fired == {"first": 20, "busy": 20, "second": 50, "silence": 265}


def test_cards_open_by_condition_and_close_by_time() -> None:
    """The one that an alert opens is open for a minute."""
    engine = begun(to_s=SPAN_S)
    assert [(event.kind, event.ref, event.sim_us) for event in engine.events if event.kind.startswith("card")] == [
        ("card-opened", "cut", 25_000_000), ("card-opened", "call", 145_000_000), ("card-closed", "call", 205_000_000),
    ]  # fmt: skip


def test_what_is_decided_happens_in_the_hub() -> None:
    """After approval and the option's delay: the robot is cut off, and its scan comes to nothing."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="isolate", reason="it talks too much", confidence=90)
    on(engine, 40)
    assert engine.live.decisions == []
    do(engine, "ic", "approve", "cut")
    on(engine, SPAN_S)
    rows = [(row["time"] // 1_000_000, row["by"], row["phase"]) for row in engine.facts.rows("decision")]
    assert rows[:2] == [(50, "soc", "decided"), (80, "soc", "applied")]
    assert not any(row["step"] == "scan" and row["outcome"] == "success" for row in engine.facts.rows("attack"))


def test_an_inject_begins_a_step_that_waits() -> None:
    """Fired by hand, the step that it names begins at that moment."""
    engine = begun(to_s=33)
    do(engine, "facilitator", "fire", "knock")
    on(engine, 60)
    assert [row["time"] for row in engine.facts.rows("attack") if row["step"] == "knock"] == [33_000_000]


def test_it_pauses_where_the_file_says_so() -> None:
    """At the beat at which a card opens; it goes no further until somebody lets it."""
    engine = begun(trial(clock={"pause_on": ["decision"]}), to_s=100)
    assert (engine.state.status, engine.now_us) == ("paused", 25_000_000)
    assert on(engine, 100) == []
    do(engine, "facilitator", "resume")
    on(engine, 100)
    assert engine.now_us == 100_000_000


def test_nothing_goes_on_before_the_beginning_or_after_the_end() -> None:
    """Waiting, it stands at 0; finished by hand, it stands where that was said, though the hub has gone on."""
    engine = Engine(trial(), WALL)
    assert on(engine, 60) == []
    do(engine, "facilitator", "resume")
    on(engine, 60)
    do(engine, "facilitator", "finish")
    assert on(engine, 90) == []
    assert (engine.now_us, engine.live.now_us) == (60_000_000, engine.live.horizon_us)
    assert engine.run is not None


def test_what_is_due_at_the_start_fires_when_it_begins() -> None:
    """The beat at 0 is looked at once, when the clock is let go."""
    engine = Engine(trial(opens={"first": "now >= 0"}), WALL)
    assert ("fired", "first") in kinds(do(engine, "facilitator", "resume"))
    assert ("fired", "first") not in kinds(on(engine, 10))


def test_another_file_does_not_go_on_with_the_log() -> None:
    """A log belongs to one text; and a log that was changed is not taken at all."""
    engine = begun(to_s=10)
    with pytest.raises(BadInput, match="another-exercise"):
        Engine(replace(trial(), sha256="other"), events=engine.events)
    forged = [*engine.events[:-1], replace(engine.events[-1], wall="2026-11-22T10:41:00Z")]
    with pytest.raises(BadInput, match="broken-log"):
        Engine(trial(), events=forged)


def test_a_log_is_not_taken_where_the_hub_says_something_else_since() -> None:
    """Same text and same seed; another story, site or posture behind its names: what to bring back is said."""
    engine = begun(to_s=10)
    loaded = trial()
    inputs = loaded.inputs
    for other in (
        replace(inputs, story=inputs.story.model_copy(update={"steps": ()})),
        replace(inputs, posture=inputs.posture.model_copy(update={"ruleset": ()})),
        replace(inputs, site=inputs.site.model_copy(update={"broker_messages_per_s": 1.0})),
    ):
        with pytest.raises(BadInput, match="has changed since trial was opened") as refused:
            Engine(replace(loaded, inputs=other), events=engine.events)
        assert refused.value.faults[0].remedy.startswith(
            f"bring back those of twin {twin.__version__}, or read the report"
        )
    assert Engine(trial(), events=engine.events).events == engine.events


def test_a_refusal_leaves_nothing_behind() -> None:
    """No event, no state, no decision."""
    engine = begun(to_s=30)
    events, state = list(engine.events), fold(engine.exercise, engine.events)
    with pytest.raises(BadInput):
        do(engine, "soc", "decide", "cut", option="nothing", reason="x", confidence=1)
    assert (engine.events, engine.state, engine.live.decisions) == (events, state, [])


@pytest.mark.parametrize("by_hand", [False, True])
def test_with_the_end_the_agenda_goes_to_what_comes_after_the_hub(by_hand: bool) -> None:
    """A last module without injects is a hot wash: nothing in the hub could begin it. The events alone say the same."""
    modules = [{"id": each, "title": each, "minutes": 5} for each in ("one", "two", "wash")]
    engine = begun(trial(modules=modules), to_s=30)
    written = do(engine, "facilitator", "finish") if by_hand else on(engine, SPAN_S)
    assert kinds(written)[-2:] == [("module", "wash"), ("finished", "")]
    assert engine.state.module == "wash"
    again = Engine(trial(modules=modules), events=engine.events)
    assert again.state == engine.state
    assert again.events == engine.events


def test_a_last_module_with_injects_does_not_begin_with_the_end() -> None:
    """Its own first inject begins it, or nobody does."""
    engine = begun(to_s=SPAN_S)
    assert engine.finished
    assert ("module", "two") not in kinds(engine.events[-2:])
