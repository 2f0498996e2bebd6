"""Odometry: what a place has moved beyond its speed, along and across."""

from __future__ import annotations

import pytest

from tests.watching import batch, state, watch
from twin.detectors.parts.register import Register
from twin.detectors.physics.odometry import Odometry

Report = tuple[float, float, float, float]
"""Time, east, north, speed."""


def _taken(*reports: Report, sums: bool = False, **others: str) -> list[list[float]]:
    seen = watch()
    odometry = Odometry(seen, Register(seen))
    rows = [state(at, x, y, speed_mps=speed, **others) for at, x, y, speed in reports]
    batched = batch(seen, 60.0, robot_state=rows)
    found = odometry.sums(batched) if sums else odometry.take(batched)
    return found.apart_m.T.round(9).tolist()


def test_a_robot_that_drives_as_fast_as_it_says_has_none() -> None:
    """East, west, and around a corner."""
    assert _taken((0, 0, 0, 1.0), (2, 2, 0, 1.0), (4, 3, 1, 1.0)) == [[0.0, 0.0], [0.0, 0.0]]
    assert _taken((0, 5, 0, 1.0), (2, 3, 0, 1.0)) == [[0.0, 0.0]]


def test_what_it_moved_too_far_or_too_little_is_signed_along_its_way() -> None:
    """A metre too far to the west is -1 east; half a metre short of the north is -0.5 north."""
    assert _taken((0, 5, 0, 1.0), (2, 2, 0, 1.0)) == [[-1.0, 0.0]]
    assert _taken((0, 0, 0, 1.0), (2, 0, 1.5, 1.0)) == [[0.0, -0.5]]


def test_what_moves_across_the_way_cannot_be_driven() -> None:
    """Two metres on, as it says, and three aside."""
    assert _taken((0, 0, 0, 1.0), (2, 2, 0.5, 1.0)) == [[0.0, 0.5]]
    assert _taken((0, 0, 0, 0.0), (2, 0, 6, 0.0)) == [[0.0, 6.0]]


def test_who_was_stopped_or_silent_says_nothing() -> None:
    """People carry robots that are stopped, and nobody knows what happened in a long gap."""
    assert _taken((0, 0, 0, 1.0), (2, 9, 9, 1.0), state="stopped") == []
    assert _taken((0, 0, 0, 1.0), (9, 9, 9, 1.0)) == []


def test_the_last_report_of_a_batch_is_remembered() -> None:
    """The first of the next has one before it."""
    seen = watch()
    odometry = Odometry(seen, Register(seen))
    assert odometry.take(batch(seen, 10, robot_state=[state(8, 0, 0)])).robot.tolist() == []
    found = odometry.take(batch(seen, 20, from_s=10, robot_state=[state(10, 5, 0), state(12, 7, 0)]))
    assert found.apart_m.tolist() == [[3.0, 0.0], [0.0, 0.0]]


def test_sums_are_one_a_robot() -> None:
    """What cancels out on the way is nothing in the end."""
    assert _taken((0, 0, 0, 1.0), (2, 2.5, 0, 1.0), (4, 4, 0, 1.0), (6, 6.25, 0, 1.0), sums=True) == [[0.25, 0.0]]


@pytest.mark.parametrize("robot", ["stranger", "camera-01"])
def test_nobody_reports_who_is_not_in_the_register(robot: str) -> None:
    """A name that nobody knows has no odometry; whoever is there has."""
    known = robot != "stranger"
    assert bool(_taken((0, 0, 0, 1.0), (2, 3, 0, 1.0), robot=robot)) == known
