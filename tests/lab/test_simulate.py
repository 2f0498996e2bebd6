"""Simulate: five inputs give one log; what is no input changes nothing, and leaves nothing behind."""

from __future__ import annotations

import gc
from weakref import ref

import numpy as np
import pytest

from tests.lab.worlds import SMALLER
from twin.core.log import Log
from twin.core.records import RECORDS
from twin.core.units import SECOND_US
from twin.lab.loader import Inputs, load_inputs
from twin.lab.scenario import Choice, Decision
from twin.lab.simulate import Simulated, simulate
from twin.plant.robots import Hold

HOURS = 0.05


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """Three minutes of a quiet hub."""
    return load_inputs("quiet-day", "unwatched", None, SMALLER, HOURS)


def done(inputs: Inputs, *decisions: Decision, seed: int = 1, window_s: float = 10.0) -> Simulated:
    """The run."""
    return simulate(inputs.site, inputs.story, inputs.posture, seed, decisions, window_s=window_s)


def test_the_run_lasts_as_long_as_the_story_and_every_row_lies_in_it(inputs: Inputs) -> None:
    """From 0 to the horizon, each table in order of time."""
    result = done(inputs)
    assert result.span_us == 180 * SECOND_US
    assert result.cpu_seconds > 0
    for table in RECORDS:
        time = result.log.since(table)["time"]
        assert (np.diff(time) >= 0).all()
        assert ((time >= 0) & (time <= result.span_us)).all(), table


def test_what_is_written_at_the_end_is_there_once(inputs: Inputs) -> None:
    """Energy by entity, time by robot and activity, each need, each fingerprint."""
    result = done(inputs)
    assert sorted(result.log.texts("energy", "entity")) == ["chill-1", "fleet", "server-room"]
    assert result.log.rows("need") == len(result.built.inventory.demands)
    assert sorted(result.log.texts("exogenous", "source")) == ["arrivals", "breakdowns", "demand", "doors", "people"]


def test_a_decision_of_a_script_enters_at_its_time(inputs: Inputs) -> None:
    """Decided at second 60 by whom the script says, applied 30 s later."""
    cut = Decision(at_us=60 * SECOND_US, by="drill", response=Choice(kind="isolate_device"), target="camera-01")
    rows = done(inputs, cut).log.records("decision")
    assert [(row["time"] // SECOND_US, row["by"], row["phase"]) for row in rows] == [
        (60, "drill", "decided"), (90, "drill", "applied"),
    ]  # fmt: skip


def test_a_decision_can_take_an_earlier_one_back(inputs: Inputs) -> None:
    """By its number in the log: a robot that was stopped drives on, and what was never decided is refused."""
    stop = Decision(at_us=60 * SECOND_US, response=Choice(kind="stop_robot"), target="amr-001")
    back = [Decision(at_us=120 * SECOND_US, by="drill", undo=number) for number in (1, 7)]
    result = done(inputs, stop, *back)
    rows = result.log.records("decision")
    assert [(row["time"] // SECOND_US, row["decision"], row["response"], row["by"], row["phase"]) for row in rows] == [
        (60, 1, "stop_robot", "script", "decided"), (70, 1, "stop_robot", "script", "applied"),
        (120, 1, "stop_robot", "drill", "undone"), (120, 7, "undo", "drill", "refused"),
    ]  # fmt: skip
    assert not result.built.world.plant.fleet.robots.holds[0] & Hold.CONTAINED


def test_a_decision_is_an_input(inputs: Inputs) -> None:
    """With it the log differs, without it it does not, and the exogenous part is the same."""
    cut = Decision(at_us=60 * SECOND_US, response=Choice(kind="isolate_device"), target="camera-01")
    plain, other = done(inputs), done(inputs, cut)
    assert plain.log.digest() == done(inputs).log.digest() != other.log.digest()
    assert plain.log.records("exogenous") == other.log.records("exogenous")


def test_progress_is_told_and_changes_nothing(inputs: Inputs) -> None:
    """The share done, rising, below 1."""
    told: list[float] = []
    result = simulate(inputs.site, inputs.story, inputs.posture, 1, progress=told.append)
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] < 1
    assert result.log.digest() == done(inputs).log.digest()


def test_the_log_may_be_given(inputs: Inputs) -> None:
    """It is the one that is written, and handed back."""
    log = Log()
    assert simulate(inputs.site, inputs.story, inputs.posture, 1, log=log).log is log


def test_the_garbage_collector_is_as_it_was_before_even_after_a_failure(inputs: Inputs) -> None:
    """Thresholds are restored."""
    before = gc.get_threshold()

    def stumble(_share: float) -> None:
        raise RuntimeError("stumbled")

    with pytest.raises(RuntimeError, match="stumbled"):
        simulate(inputs.site, inputs.story, inputs.posture, 1, progress=stumble)
    assert gc.get_threshold() == before


def test_a_run_that_is_over_takes_no_memory(inputs: Inputs) -> None:
    """Nobody keeps its world: not the agents' library, not a cache."""
    gone = ref(done(inputs).built.world.clock)
    gc.collect()
    assert gone() is None
