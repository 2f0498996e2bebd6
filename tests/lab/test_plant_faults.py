"""Faults of a story reach the plant, are labelled in the truth book, and are no attack."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.tiny_hub import site, story
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.scenario import Choice, PlantFault, Posture, ResponsePlan, Story
from twin.lab.simulate import Simulated, simulate
from twin.plant.robots import Hold

POSTURE = Posture(format=1, name="test", title="Test", policy=Choice(kind="flat"), response=ResponsePlan(analysts=0))


def told(*faults: PlantFault) -> Story:
    """Half an hour with these faults."""
    return story(hours=0.5).model_copy(update={"faults": faults})


def fault(kind: str, *on: str, at_min: float = 5, end_min: float | None = 15, **more: Any) -> PlantFault:
    """A fault by minutes."""
    end = None if end_min is None else round(end_min * MINUTE_US)
    more = {"with" if key == "other" else key: value for key, value in more.items()}
    return PlantFault.model_validate(
        {"kind": kind, "on": on, "at_us": round(at_min * MINUTE_US), "end_us": end, **more}, strict=False
    )


def run(*faults: PlantFault, window_s: float = 10) -> Simulated:
    """A run of the tiny hub, whose sensors are exact but for the faults."""
    return simulate(site(), told(*faults), POSTURE, 1, window_s=window_s)


def readings(done: Simulated, sensor: str) -> dict[int, float]:
    """What arrived of one sensor, by time."""
    return {row["time"]: row["value"] for row in done.log.records("reading") if row["sensor"] == sensor}


def test_a_fault_changes_readings_from_its_onset_to_its_end() -> None:
    """Two kelvin more for ten minutes; a sensor in the hall, which no controller acts on, changes nothing else."""
    healthy, sick = run(), run(fault("bias_step", "hall-01", size=2.0))
    right, said = readings(healthy, "hall-01"), readings(sick, "hall-01")
    assert right.keys() == said.keys()
    off = {time: said[time] - right[time] for time in right if said[time] != right[time]}
    assert set(np.round(list(off.values()), 9)) == {2.0}
    assert off.keys() == {time for time in right if 5 * MINUTE_US <= time < 15 * MINUTE_US}
    assert readings(healthy, "temp-01") == readings(sick, "temp-01")


def test_each_sensor_that_a_pattern_names_has_its_label() -> None:
    """Onset, sensor, kind, end and size; a fault without an end ends with the story; a size there is not is not 0."""
    done = run(fault("hold", "temp-*", end_min=None), fault("bias_step", "hall-01", at_min=2, size=1.0))
    rows = [(row["time"], row["sensor"], row["fault"], row["end"]) for row in done.log.records("sensor_fault")]
    assert rows == [
        (2 * MINUTE_US, "hall-01", "bias_step", 15 * MINUTE_US),
        (5 * MINUTE_US, "temp-01", "hold", 30 * MINUTE_US),
        (5 * MINUTE_US, "temp-02", "hold", 30 * MINUTE_US),
    ]
    sizes = done.log.since("sensor_fault")["size"]
    assert sizes[0] == 1.0
    assert np.isnan(sizes[1:]).all()


def test_two_sensors_are_exchanged_and_both_are_labelled() -> None:
    """Each says what the other measures."""
    done = run(fault("swap", "temp-01", other="hall-01"))
    assert {row["sensor"] for row in done.log.records("sensor_fault")} == {"temp-01", "hall-01"}
    during = [value for time, value in readings(done, "temp-01").items() if 5 * MINUTE_US <= time < 15 * MINUTE_US]
    assert set(during) == {20.0}


def test_a_fault_is_no_attack() -> None:
    """The truth book knows no step, no compromise and no label of a flow because of it."""
    done = run(fault("dropout", "temp-01"), fault("bias_step", "temp-02", size=4.0))
    assert [done.log.rows(table) for table in ("attack", "compromise", "reached", "label")] == [0, 0, 0, 0]


@pytest.mark.nightly
def test_windows_change_nothing_of_a_faulty_run() -> None:
    """Cut at 1, 10 and 60 s, the whole log is the same to the bit."""
    faults = (
        fault("hold", "temp-01"), fault("late", "temp-02", back_us=90 * SECOND_US),
        fault("dropout", "amps-01", share=0.5),
        fault("replay", "door-01", back_us=2 * MINUTE_US), fault("noise_burst", "temp-02", at_min=8, size=0.7),
    )  # fmt: skip
    assert len({run(*faults, window_s=window_s).log.digest() for window_s in (1, 10, 60)}) == 1


def test_a_robot_breaks_down_at_its_time() -> None:
    """It stands, and nobody has attacked it."""
    done = run(fault("breakdown", "amr-002", at_min=3, end_min=None))
    robots = done.built.world.plant.fleet.robots
    poses = [row for row in done.log.records("pose") if row["robot"] == "amr-002"]
    assert {row["state"] for row in poses if 181e6 <= row["time"] <= 200e6} == {"stopped"}
    assert done.log.rows("sensor_fault") == 0
    assert robots.names.index("amr-002") == 1
    assert not robots.holds[0] & Hold.BROKEN


def test_a_fault_after_the_end_of_a_shortened_story_does_not_happen() -> None:
    """Nothing is labelled that nobody lived to see."""
    done = run(fault("bias_step", "temp-01", at_min=40, end_min=50, size=2.0))
    assert done.log.rows("sensor_fault") == 0
