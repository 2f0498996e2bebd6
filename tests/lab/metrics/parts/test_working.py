"""How the hub worked, read from a log."""

from __future__ import annotations

import pytest

from tests.lab.logs import evidence, order, queue, robot_time
from twin.lab.metrics.parts.working import mean_held, order_cycles_us, robot_time_us, share_held


def test_a_cycle_is_completion_less_arrival() -> None:
    """Open orders have none."""
    log = evidence(*order(1, 20, 30), *order(2, 20, 10), *order(3, 20)).log
    assert sorted(order_cycles_us(log).tolist()) == [600_000_000, 1_800_000_000]


def test_a_queue_holds_its_stays_by_time() -> None:
    """Little's law: 30 member-minutes in an hour are half a member."""
    log = evidence(queue("pick-01", "face", 30), queue("pick-02", "face", 15), queue("chargers", "held", 60)).log
    assert mean_held(log, "pick-", ("face",)) == pytest.approx(0.75)
    assert share_held(log, "pick-", "face") == pytest.approx(0.375)
    assert mean_held(log, "replenish-", ("face",)) is None


def test_robot_time_is_summed_by_activity() -> None:
    """Over all robots."""
    log = evidence(robot_time("idle", 1), robot_time("idle", 2, "amr-002"), robot_time("down", 4)).log
    assert robot_time_us(log) == {"down": 240_000_000, "idle": 180_000_000}
