"""Pose samples: what standing means, and where it counts as waiting."""

from __future__ import annotations

import numpy as np

from twin.core.log import Log
from twin.lab.figures.poses import lanes, samples, standing, still
from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec

FLOOR = Floor(FloorSpec())


def _log(x_m: float, y_m: float, state: str, *, drift_m: float = 0.0) -> Log:
    log = Log()
    for second in range(0, 65, 5):
        x = x_m + drift_m * second
        log.one("pose", time=second * 1_000_000, robot="amr-001", x_m=x, y_m=y_m, state=state, battery=0.5)
    log.seal(100_000_000)
    return log


def _minutes(x_m: float, y_m: float, state: str, *, drift_m: float = 0.0) -> tuple[float, float]:
    stood = standing(samples(_log(x_m, y_m, state, drift_m=drift_m)), FLOOR)
    return float(stood.waiting_min.sum()), float(stood.halted_min.sum())


def test_standing_on_a_lane_in_state_moving_is_waiting() -> None:
    """Sixty seconds on one lane cell are one robot-minute, on that cell."""
    stood = standing(samples(_log(3, 4, "moving")), FLOOR)
    assert stood.waiting_min[4, 3] == stood.waiting_min.sum() == 1.0


def test_standing_on_a_lane_in_state_stopped_is_being_halted() -> None:
    """It is counted apart: it makes others wait."""
    assert _minutes(3, 4, "stopped") == (0.0, 1.0)


def test_standing_where_one_should_is_neither() -> None:
    """Under a pod, at work, off the floor, or on the move."""
    places = ((4, 4, "moving"), (3, 4, "working"), (-6, 4, "stopped"))
    assert {_minutes(*place) for place in places} == {(0.0, 0.0)}
    assert _minutes(3, 4, "moving", drift_m=0.1) == (0.0, 0.0)


def test_a_robot_that_is_missing_from_a_sample_has_no_place_then() -> None:
    """Its neighbours keep theirs."""
    log = Log()
    for second, robots in ((0, ("a", "b")), (5, ("b",)), (10, ("a", "b"))):
        for robot in robots:
            log.one("pose", time=second, robot=robot, x_m=3.0, y_m=4.0, state="moving", battery=0.5)
    log.seal(100)
    found = samples(log)
    assert found.robots == ("a", "b")
    assert np.isnan(found.x_m).tolist() == [[False, False], [True, False], [False, False]]
    assert still(found).tolist() == [[False, True], [False, True]]
    assert found.doing("moving").sum() == 5


def test_no_samples_are_no_standing() -> None:
    """An empty log is drawn, not refused."""
    stood = standing(samples(Log()), FLOOR)
    assert stood.waiting_min.sum() == stood.halted_min.sum() == stood.worst == 0


def test_lane_cells_are_those_of_the_floor() -> None:
    """Every lane cell and no other."""
    assert np.flatnonzero(lanes(FLOOR)).tolist() == FLOOR.lane_cells().tolist()
