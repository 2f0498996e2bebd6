"""Robot use."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, robot_time


def test_it_is_what_is_not_idle() -> None:
    """30 of 40 minutes; charging, down and lost time are neither."""
    rows = [robot_time("moving", 15), robot_time("working", 5), robot_time("waiting", 10), robot_time("idle", 10)]
    assert measured("robot_utilisation", *rows, robot_time("charging", 60), robot_time("down", 9)) == pytest.approx(
        0.75
    )


def test_without_robots_it_is_undefined() -> None:
    """Nobody to use."""
    assert measured("robot_utilisation", robot_time("charging", 60)) is None
