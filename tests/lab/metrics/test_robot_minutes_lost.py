"""Robot minutes lost: to the attack and to containment."""

from __future__ import annotations

from tests.lab.logs import measured, robot_time


def test_it_is_the_sum_of_both_causes() -> None:
    """12 and 3 minutes; waiting and charging are not lost."""
    rows = robot_time("lost_attack", 12), robot_time("lost_containment", 3), robot_time("waiting", 9)
    assert measured("robot_minutes_lost", *rows, robot_time("charging", 40)) == 15.0
