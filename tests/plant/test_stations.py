"""Rules of stations."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.chance import Stream
from twin.core.errors import InvariantBroken
from twin.plant.stations import Stations


def two_stations() -> Stations:
    """Two stations with two slots each: 10, 11 and 12, 13."""
    return Stations(np.array([[10, 11], [12, 13]]))


def test_a_slot_is_reserved_before_a_robot_sets_out() -> None:
    """Two robots get slots, the third waits and gets the first one given back."""
    stations = two_stations()
    assert [stations.ask(robot, 0, 0) for robot in (1, 2, 3)] == [10, 11, None]
    assert stations.leave(10, 5) == (3, 10)
    assert stations.holders(0) == [3, 2]
    assert stations.leave(11, 6) is None
    assert stations.ask(4, 0, 7) == 11


def test_a_station_serves_one_robot_at_a_time_in_order_of_arrival() -> None:
    """First come, first served."""
    stations = two_stations()
    assert [stations.arrive(robot, 1, 0) for robot in (7, 5, 6)] == [True, False, False]
    assert [stations.served(1, now) for now in (10, 20, 30)] == [5, 6, None]
    assert stations.serving[1] == -1


def test_a_robot_taken_away_leaves_both_lines() -> None:
    """Whoever waits or queues is forgotten, others keep their order."""
    stations = two_stations()
    for robot in (1, 2, 3, 4):
        stations.ask(robot, 0, 0)
    stations.forget(3, 0, 5)
    assert stations.leave(10, 9) == (4, 10)
    stations.check(9)


def test_each_line_of_a_station_keeps_littles_law() -> None:
    """Waiting for a slot, in the queue and at the face, exactly; a robot that vanishes is found."""
    stations = two_stations()
    for robot in (1, 2, 3):
        stations.ask(robot, 0, 0)
    stations.arrive(1, 0, 10)
    stations.arrive(2, 0, 12)
    stations.served(0, 20)
    stations.leave(10, 25)
    stations.check(30)
    lines = (stations.wanting[0], stations.queue[0], stations.face[0])
    assert [ledger.stays_us(30) for ledger in lines] == [25, 8, 20]
    stations._queue[0].append(9)
    with pytest.raises(InvariantBroken, match=r"station 1/queue at 0\.000031 s"):
        stations.check(31)


@pytest.mark.slow
def test_the_line_at_a_station_is_the_queue_of_the_textbook() -> None:
    """V6: M/D/1 with 300 visits an hour of 10 s each waits 25 s on average (within 2 %)."""
    draws = Stream.of(3, "v6", "gap").many
    count = 400_000
    gaps = draws.exponential(np.zeros(count, dtype=np.int64), np.arange(count), 12.0)
    assert _mean_wait_s(np.cumsum(gaps).tolist(), 10.0) == pytest.approx(25.0, rel=0.03)


def _mean_wait_s(arrivals: list[float], service_s: float) -> float:
    stations, ends, total = two_stations(), 0.0, 0.0
    begun: dict[int, float] = {}
    for robot, at in enumerate(arrivals):
        while stations.serving[0] >= 0 and ends <= at:
            follower = stations.served(0, round(ends))
            if follower is not None:
                begun[follower], ends = ends, ends + service_s
        if stations.arrive(robot, 0, round(at)):
            begun[robot], ends = at, at + service_s
    total = sum(start - arrivals[robot] for robot, start in begun.items())
    return total / len(begun)
