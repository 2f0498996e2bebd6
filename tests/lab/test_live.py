"""Live: where a run pauses, and whether a decision was known beforehand, changes no byte of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lab.worlds import SMALLER
from twin.core.units import SECOND_US
from twin.lab.live import Live
from twin.lab.loader import Inputs, load_inputs
from twin.lab.scenario import Choice, Decision, Step
from twin.lab.simulate import simulate

HOURS = 0.05
SPAN_S = 180


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """Three minutes of a quiet hub."""
    return load_inputs("quiet-day", "unwatched", None, SMALLER, HOURS)


def live(inputs: Inputs, decisions: Sequence[Decision] = (), steps: Sequence[Step] = ()) -> Live:
    """The run at its start, with *steps* in its story."""
    story = inputs.story.model_copy(update={"steps": tuple(steps)})
    return Live(inputs.site, story, inputs.posture, 1, decisions)


def isolate(asset: str, at_s: float = 0.0) -> Decision:
    """Cut *asset* off."""
    return Decision(at_us=round(at_s * SECOND_US), by="ic", response=Choice(kind="isolate_device"), target=asset)


def waiting() -> Step:
    """A login that begins when it is called."""
    return Step(id="knock", kind="default_credentials", on=("camera-01",), called=True)


@given(pauses=st.lists(st.integers(0, SPAN_S * SECOND_US), max_size=6).map(sorted))
@settings(max_examples=5, deadline=None)
def test_where_it_pauses_changes_nothing(inputs: Inputs, pauses: list[int]) -> None:
    """Any moments, sealed or not: the digest is that of one go."""
    paused = live(inputs)
    for number, pause in enumerate(pauses):
        paused.advance(pause)
        if number % 2:
            paused.seal()
    assert paused.finish().log.digest() == simulate(inputs.site, inputs.story, inputs.posture, 1).log.digest()


@given(moments=st.lists(st.integers(0, SPAN_S - 1), min_size=1, max_size=3).map(sorted))
@settings(max_examples=5, deadline=None)
def test_a_decision_on_the_spot_is_one_that_was_known_beforehand(inputs: Inputs, moments: list[int]) -> None:
    """The decisions that were made are the fifth input: simulated again with them, every byte is the same."""
    played = live(inputs)
    for number, moment in enumerate(moments, 1):
        played.advance(moment * SECOND_US)
        played.decide(isolate(f"camera-{number:02d}"))
    again = simulate(inputs.site, inputs.story, inputs.posture, 1, played.decisions)
    assert played.finish().log.digest() == again.log.digest()


def test_a_decision_is_taken_now_where_its_time_has_passed(inputs: Inputs) -> None:
    """What was to be decided at second 10 and comes at second 60 is decided at second 60, and says so."""
    played = live(inputs)
    played.advance(60 * SECOND_US)
    assert played.decide(isolate("camera-01", 10)).at_us == 60 * SECOND_US
    rows = played.finish().log.records("decision")
    assert [(row["time"] // SECOND_US, row["by"], row["phase"]) for row in rows] == [
        (60, "ic", "decided"), (90, "ic", "applied"),
    ]  # fmt: skip


def test_it_never_goes_back_nor_past_the_end(inputs: Inputs) -> None:
    """An earlier moment is where it stands already, a later one than the end is the end."""
    played = live(inputs)
    played.advance(60 * SECOND_US)
    played.advance(30 * SECOND_US)
    assert played.now_us == 60 * SECOND_US
    played.advance(10**12)
    assert played.now_us == played.horizon_us == SPAN_S * SECOND_US


def test_what_has_happened_can_be_read_while_it_stands(inputs: Inputs) -> None:
    """Sealed, the observed book ends before now, and metrics speak of what was."""
    played = live(inputs)
    played.advance(120 * SECOND_US)
    played.seal()
    times = played.log.since("flow")["time"]
    assert 100 * SECOND_US < times.max() < 120 * SECOND_US
    assert played.measure("orders_done") is not None


def test_a_step_that_is_called_begins_then_and_once(inputs: Inputs) -> None:
    """By a decision that says so; another word for the same step does nothing."""
    played = live(inputs, steps=[waiting()])
    played.advance(45 * SECOND_US)
    for _ in range(2):
        played.decide(Decision(at_us=0, by="facilitator", begin="knock"))
    attack = played.finish().log.records("attack")
    assert [(row["time"] // SECOND_US, row["phase"]) for row in attack if row["phase"] == "start"] == [(45, "start")]
    assert not played.log.records("decision")


def test_a_step_that_nobody_calls_never_begins(inputs: Inputs) -> None:
    """The run is the run without it."""
    assert live(inputs, steps=[waiting()]).finish().log.digest() == live(inputs).finish().log.digest()


def test_a_window_has_its_bounds(inputs: Inputs) -> None:
    """More than 0 s, at most 60 s."""
    with pytest.raises(ValueError, match="window"):
        Live(inputs.site, inputs.story, inputs.posture, 1, window_s=61.0)
