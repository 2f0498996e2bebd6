"""Robot availability."""

from __future__ import annotations

import pytest

from tests.lab.logs import measured, robot_time


def test_time_down_and_time_lost_is_not_available() -> None:
    """6 minutes down, 3 and 1 lost, of 40; waiting is available."""
    rows = [robot_time("down", 6), robot_time("lost_attack", 3), robot_time("lost_containment", 1)]
    rows += [robot_time("waiting", 10), robot_time("idle", 20, "amr-002")]
    assert measured("robot_availability", *rows) == pytest.approx(0.75)


def test_without_robots_it_is_undefined() -> None:
    """No robot is neither available nor not."""
    assert measured("robot_availability") is None
