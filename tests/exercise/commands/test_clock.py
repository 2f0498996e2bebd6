"""The clock and the agenda."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import WALL, begun, do, kinds, on, trial
from twin.exercise.engine import Engine


def test_the_clock_is_paused_and_goes_on() -> None:
    """Once each: what is paused cannot be paused, and what runs cannot be let go."""
    engine = begun(to_s=10)
    assert "runs already" in refused(engine, "facilitator", "resume").message
    do(engine, "cofacilitator", "pause")
    assert "paused already" in refused(engine, "facilitator", "pause").message
    assert on(engine, 100) == []
    do(engine, "facilitator", "resume")
    assert on(engine, 100)


def test_people_decide_while_the_clock_is_paused() -> None:
    """It is the hub that stands still."""
    engine = begun(to_s=30)
    do(engine, "facilitator", "pause")
    decided = do(engine, "soc", "decide", "cut", option="wait", reason="see", confidence=40)
    assert (kinds(decided), decided[0].sim_us) == ([("decided", "cut")], 30_000_000)


def test_a_step_goes_on_for_so_many_seconds_and_pauses() -> None:
    """Where it is paused, or has not begun; what fires on the way has fired."""
    engine = Engine(trial(), WALL)
    assert ("fired", "first") in kinds(do(engine, "facilitator", "step", seconds=21.5))
    assert (engine.now_us, engine.state.status) == (21_500_000, "paused")
    do(engine, "facilitator", "step")
    assert engine.now_us == 81_500_000
    do(engine, "facilitator", "resume")
    assert "pause first" in refused(engine, "facilitator", "step").remedy


def test_a_step_ends_where_something_else_pauses() -> None:
    """No second pause is written, and it goes no further."""
    engine = begun(trial(clock={"pause_on": ["inject"]}), to_s=5)
    do(engine, "facilitator", "pause")
    done = do(engine, "facilitator", "step", seconds=60)
    assert [event.kind for event in done].count("paused") == 1
    assert engine.now_us == 20_000_000


@pytest.mark.parametrize("seconds", [0, -1, 61, "long", True, float("nan")])
def test_a_step_is_a_number_in_its_range(seconds: Any) -> None:
    """More than 0, at most a minute: everybody waits for it."""
    engine = begun(to_s=5)
    do(engine, "facilitator", "pause")
    assert refused(engine, "facilitator", "step", seconds=seconds).code == "out-of-range"


@pytest.mark.parametrize("speed", [0, -1, 601, "fast", None, True, float("nan"), float("inf")])
def test_a_speed_is_a_number_in_its_range(speed: Any) -> None:
    """More than 0, at most 600 simulated seconds a second."""
    assert refused(begun(), "facilitator", "speed", speed=speed).code == "out-of-range"


def test_the_speed_and_the_module_are_what_was_said_last() -> None:
    """A module that there is; the one that is on already is no event."""
    engine = begun()
    do(engine, "facilitator", "speed", speed=2)
    do(engine, "facilitator", "module", "two")
    assert (engine.state.speed, engine.state.module) == (2.0, "two")
    assert do(engine, "facilitator", "module", "two") == []
    assert "did you mean two?" in refused(engine, "facilitator", "module", "tow").remedy


def test_the_facilitator_alone_ends_it() -> None:
    """And once."""
    engine = begun(to_s=10)
    assert refused(engine, "cofacilitator", "finish").code == "not-for-this-seat"
    do(engine, "facilitator", "finish")
    assert engine.finished
    assert refused(engine, "facilitator", "finish").code == "not-now"
