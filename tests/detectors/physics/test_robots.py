"""Robots' reports against motion."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.watching import Row, batch, state, watch
from twin.detectors.base import Alert
from twin.detectors.parts.register import Register
from twin.detectors.physics.robots import RobotReports


def judged(*parts: list[Row], **options: float) -> list[Alert]:
    """Alerts on consecutive batches of ten seconds."""
    seen = watch()
    reports = RobotReports(seen, Register(seen), **{"slack_m": 1.0, "astray_m": 30.0, **options})
    alerts = []
    for number, rows in enumerate(parts):
        alerts += reports.judge(batch(seen, 10.0 * number + 10, from_s=10.0 * number, robot_state=rows))
    return alerts


def drive(start_s: int, x_m: float, reports: int, speed_mps: float = 1.5, **others: Any) -> list[Row]:
    """Reports every two seconds of a robot that drives east."""
    return [state(start_s + 2 * n, x_m + 2 * n * speed_mps, 0.0, **others) for n in range(reports)]


def test_driving_at_top_speed_is_silent() -> None:
    """What the drives can do raises nothing, across batches too."""
    assert judged(drive(0, 0.0, 5), drive(10, 15.0, 5), drive(20, 30.0, 5)) == []


@given(st.floats(-4, 4), st.floats(-4, 4))
def test_a_jump_accuses_exactly_beyond_reach(dx_m: float, dy_m: float) -> None:
    """In two seconds a robot reaches 3.3 m along the lanes, and a metre is forgiven."""
    rows = [state(0, 10.0, 10.0), state(2, 10.0 + dx_m, 10.0 + dy_m)]
    far = abs(10.0 + dx_m - 10.0) + abs(10.0 + dy_m - 10.0) > 1.5 * 1.1 * 2 + 1.0
    assert bool(judged(rows)) == far


def test_a_written_pose_is_a_jump() -> None:
    """Standing still and shifted by 3.0 and -1.5 m: 4.5 m along the lanes within two seconds."""
    alerts = judged([state(0, 10, 10), state(2, 13.0, 8.5)])
    assert [(a.entity, a.technique, a.level) for a in alerts] == [("amr-001", "T0836", "high")]


def test_the_report_before_may_lie_in_the_last_batch() -> None:
    """Memory holds the newest report of each robot."""
    assert len(judged([state(8, 10, 10)], [state(10, 13.0, 8.5)])) == 1


def test_a_robot_carried_by_hand_is_silent() -> None:
    """From or to ``stopped`` a jump says nothing."""
    assert judged([state(0, 10, 10, state="stopped"), state(2, 30, 30)]) == []
    assert judged([state(0, 10, 10), state(2, 30, 30, state="stopped")]) == []


def test_too_fast_accuses() -> None:
    """A reported speed more than a tenth above the limit."""
    assert judged([state(0, 0, 0, speed_mps=1.6)]) == []
    assert [a.title for a in judged([state(0, 0, 0, speed_mps=1.7)])] == ["reports a speed above the fleet's limit"]


def test_robots_are_not_mixed_up() -> None:
    """Two robots far apart are not one that jumps."""
    assert judged([state(0, 0, 0), state(1, 40, 40, robot="amr-002"), state(2, 2, 0)]) == []


def test_leaving_the_goal_accuses_once() -> None:
    """More than thirty metres farther from the goal than it was, while moving."""
    away = [state(2 * n, 40 - 3.0 * n, 0.0) for n in range(20)]
    alerts = judged(away[:5], away[5:10], away[10:15], away[15:])
    assert [a.technique for a in alerts] == ["T0831"]
    detour = [state(2 * n, 40 - 3.0 * n, 0.0) for n in range(10)]
    assert judged(detour[:5], detour[5:]) == []


def test_a_new_goal_begins_anew() -> None:
    """A robot that turns round because its order changed is not astray."""
    rows = [[state(10 * n, 10.0 * n, 0.0, goal_x_m=100.0 if n < 5 else 0.0, goal_y_m=float(n))] for n in range(10)]
    assert judged(*rows) == []


def test_the_third_stop_in_two_hours_accuses() -> None:
    """One stop is a breakdown, three are not; a stop counts after a minute."""
    parts = [[state(10 * n, 5.0, 0.0, state="stopped" if n % 20 < 10 else "moving")] for n in range(60)]
    assert [a.title for a in judged(*parts)] == ["stops on its way again and again"]
    assert judged(*parts[:45]) == []
    assert judged(*[[state(10 * n, 5.0, 0.0, state="stopped")] for n in range(60)]) == []
