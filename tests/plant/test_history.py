"""Rules of recent poses."""

from __future__ import annotations

import numpy as np
import pytest

from twin.plant.history import DEPTH, History


def filled(ticks: int) -> History:
    """Two robots; at tick t robot 0 is at x = t, robot 1 at x = -t."""
    history = History(2, 500_000, 10)
    for tick in range(ticks + 1):
        x = np.array([tick, -tick], dtype=np.float64)
        history.keep(tick, np.array([x, x, x]), np.array([[0, 1], [tick, -1]]))
        if tick % 10 == 0:
            history.keep_charge(tick, x / 1000.0)
    return history


def test_a_pose_is_that_after_the_last_step_before_the_time() -> None:
    """Between steps the last pose holds."""
    poses = filled(10).at(np.array([0, 1, 0]), np.array([2_000_000, 2_499_999, 2_500_000]))
    assert poses.x_m.tolist() == [4.0, -4.0, 5.0]
    assert poses.state.tolist() == [0, 1, 0]
    assert poses.goal.tolist() == [4, -1, 5]


def test_poses_go_back_four_minutes_and_no_further() -> None:
    """Asking for more is a mistake, not a wrong answer."""
    history = filled(2000)
    assert history.at(np.array([0]), np.array([(2000 - DEPTH + 1) * 500_000])).x_m[0] == 2000 - DEPTH + 1
    with pytest.raises(ValueError, match="512 steps"):
        history.at(np.array([0]), np.array([(2000 - DEPTH) * 500_000]))


def test_a_charge_is_that_of_the_last_booking_before_the_time() -> None:
    """Charge is kept every ten steps, as far back as poses."""
    poses = filled(2000).at(np.array([0, 0, 1]), np.array([1489, 1999, 2000]) * 500_000)
    assert poses.battery.tolist() == [1.48, 1.99, -2.0]


def test_no_robots_asked_no_poses_given() -> None:
    """An empty question has an empty answer."""
    empty = np.zeros(0, dtype=np.int64)
    assert len(filled(3).at(empty, empty).x_m) == 0
