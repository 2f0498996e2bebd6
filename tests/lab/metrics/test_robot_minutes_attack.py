"""Robot minutes lost to the attack."""

from __future__ import annotations

from tests.lab.logs import measured, robot_time


def test_only_its_own_cause_counts() -> None:
    """Two robots, 12 and 3 minutes; what containment took, and honest waiting, stay out."""
    rows = (
        robot_time("lost_attack", 12),
        robot_time("lost_attack", 3, "amr-002"),
        robot_time("lost_containment", 50),
        robot_time("waiting", 9),
    )
    assert measured("robot_minutes_attack", *rows) == 15.0
    assert measured("robot_minutes_attack", *rows[2:]) == 0.0
