"""The loop without a clock asks the queue what the clock would ask."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.clock import Clock
from twin.lab.queue import Served, ServiceQueue
from twin.lab.verify.driving import LOST, Members, circulate, drive
from twin.lab.verify.lines import Analysts, ChargerBank, PickStations

CUSTOMERS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 2), st.integers(1, 60)), min_size=1, max_size=30)


@given(st.integers(1, 3), CUSTOMERS)
def test_it_serves_the_same_customers_at_the_same_microseconds_as_the_clock(
    servers: int, customers: list[tuple[int, int, int]]
) -> None:
    """Gaps, ranks and services at random; services are odd and gaps even, so that nothing happens at one time."""
    came = np.cumsum([2 * gap * 1_000 for gap, _, _ in customers])
    takes = np.array([(2 * service + 1) * 1_000 + number for number, (_, _, service) in enumerate(customers)])
    ranks = [rank for _, rank, _ in customers]
    passage = drive(Analysts(servers, ranks), came, takes)
    clock, done = Clock(), list[Served]()
    queue = ServiceQueue(clock, servers, "q")
    for number, at in enumerate(came.tolist()):
        come = partial(queue.submit, number, ranks[number], int(takes[number]), done.append)
        clock.at(at, f"a/{number:07d}", come)
    clock.run_until(1 << 40)
    assert {each.number: each.began_us for each in done} == dict(enumerate(passage.began_us.tolist()))


def test_who_is_turned_away_has_no_beginning() -> None:
    """The second of two finds the only bay held."""
    passage = drive(
        ChargerBank(1, patient=False), np.array([0, 5, 20]), np.array([10, 10, 10]), patient=False
    )  # fmt: skip
    assert passage.began_us.tolist() == [0, LOST, 20]
    assert passage.ended_us.tolist() == [10, 5, 30]


def test_a_queue_that_turns_people_away_is_no_patient_one() -> None:
    """A mistake of the caller is said, not averaged."""
    with pytest.raises(ValueError, match="turned away"):
        drive(ChargerBank(1, patient=False), np.array([0, 5]), np.array([10, 10]))


def test_members_go_round() -> None:
    """Two members, one station: the second finds it taken and waits 3."""
    members = Members(np.array([[10, 100], [12, 100]]), np.array([[5, 5], [7, 7]]), np.zeros((2, 2), dtype=np.int64))
    station_of = [0, 0]
    passage = circulate(PickStations(1, station_of), members, 60, station_of)
    assert passage.came_us.tolist() == [10, 12]
    assert passage.began_us.tolist() == [10, 15]
    assert passage.ended_us.tolist() == [15, 22]
