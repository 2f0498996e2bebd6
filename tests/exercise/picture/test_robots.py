"""Robots as the fleet manager heard of them."""

from __future__ import annotations

import math

import numpy as np

from twin.core.log import Log
from twin.core.units import SECOND_US
from twin.exercise.picture.robots import NEVER, Robots
from twin.lab.replay_frames import ABSENT, ORIGIN_M, STATES

NAMES = ("amr-001", "amr-002", "amr-003")
ALL = np.arange(3)


def _said(log: Log, second: float, robot: str, x_m: float, state: str = "moving", speed_mps: float = 1.0) -> None:
    log.one(
        "robot_state", time=round(second * SECOND_US), robot=robot, x_m=x_m, y_m=2.0, speed_mps=speed_mps, battery=0.5,
        state=state,
    )  # fmt: skip
    log.seal(round(second * SECOND_US) + 1)


def test_the_last_report_of_a_robot_is_where_it_is_drawn() -> None:
    """Two reports in one look: the later one; its age counts from it."""
    log = Log()
    robots = Robots(log, NAMES, 10, 10)
    _said(log, 1, "amr-002", 3.0)
    _said(log, 3, "amr-002", 4.25, "charging")
    robots.update(10 * SECOND_US)
    found = robots.sections(10 * SECOND_US, ALL)
    assert found["robot_x"][1] == round((4.25 - ORIGIN_M) * 100)
    assert STATES[found["robot_state"][1]] == "charging"
    assert found["robot_age"].tolist() == [NEVER, 7, NEVER]
    assert found["robot_battery"][1] == 50


def test_a_robot_that_never_reported_is_nowhere() -> None:
    """No place is made up for it, and its state is none of the known."""
    found = Robots(Log(), NAMES, 10, 10).sections(0, ALL)
    assert found["robot_x"].tolist() == [ABSENT] * 3
    assert found["robot_state"].tolist() == [len(STATES)] * 3


def test_who_is_not_of_the_fleet_is_not_drawn() -> None:
    """A report under another name moves no robot."""
    log = Log()
    robots = Robots(log, NAMES, 10, 10)
    _said(log, 1, "ghost", 5.0)
    robots.update(SECOND_US)
    assert robots.sections(SECOND_US, ALL)["robot_x"].tolist() == [ABSENT] * 3


def test_a_robot_on_its_way_that_stands_heats_its_cell() -> None:
    """Each report stands for two seconds; one that drives, or is stopped, heats nothing."""
    log = Log()
    robots = Robots(log, NAMES, 10, 10)
    for second in (2, 4):
        _said(log, second, "amr-001", 3.0, speed_mps=0.0)
        _said(log, second + 0.5, "amr-002", 7.0, speed_mps=1.0)
        _said(log, second + 1.0, "amr-003", 8.0, "stopped", 0.0)
    robots.update(5 * SECOND_US)
    found = robots.sections(5 * SECOND_US, ALL)
    assert found["heat_cell"].tolist() == [2 * 10 + 3]
    assert found["heat_level"].tolist() == [math.floor(4 * 0.995)]
