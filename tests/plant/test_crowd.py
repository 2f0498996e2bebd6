"""Rules of many robots at the ends of their cells at once: the same as of one after another, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from tests.plant.crowds import Standing, crowds, hub_with
from tests.plant.driving import MEAN_DAY, STANDARD_FLEET, STANDARD_FLOOR, Hub
from twin.plant.motion import Motion
from twin.plant.robots import Robots
from twin.plant.spec import OrdersSpec

ALWAYS, NEVER = 0, 1 << 30
STATE = (
    "cell", "after", "want", "claim", "entitled", "ready", "waited", "halt", "aim", "slack_m", "prog_m", "rest_m",
    "span_m", "cap_mps", "unit", "pose",
)  # fmt: skip


def assert_equal_state(one: Robots, other: Robots) -> None:
    """Every array that motion writes is the same in both."""
    for name in STATE:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def steered(crowd: list[Standing], threshold: int) -> tuple[Hub, Motion]:
    """A hub with *crowd* and a motion of its own that is array work from *threshold* robots on."""
    hub = hub_with(crowd)
    return hub, Motion(hub.fleet.robots, hub.floor.door, hub.fleet.tampering, threshold)


@settings(max_examples=40, deadline=None)
@given(crowds())
def test_a_crowd_moves_as_its_robots_would_one_by_one(crowd: list[Standing]) -> None:
    """Forty steps of chains, rings, merging lanes and turns: what is left, finished, waiting, and every number."""
    (one, singly), (other, together) = steered(crowd, NEVER), steered(crowd, ALWAYS)
    for tick in range(1, 41):
        assert singly.step(tick) == together.step(tick)
        assert_equal_state(one.fleet.robots, other.fleet.robots)


def test_robots_that_have_lost_their_way_are_routed_singly_among_the_others() -> None:
    """Three tampered robots in a busy standard fleet: five minutes, the same log either way."""
    digests = []
    for threshold in (NEVER, ALWAYS):
        orders = OrdersSpec(per_hour=4000, day_profile=MEAN_DAY)
        hub = Hub(0.1, floor=STANDARD_FLOOR, fleet=STANDARD_FLEET, orders=orders)
        hub.fleet.motion = Motion(hub.fleet.robots, hub.floor.door, hub.fleet.tampering, threshold)
        hub.open().run(60)
        for robot in (3, 40, 41):
            hub.fleet.tamper(robot, 2.0, -1.0)
        digests.append(hub.run(300).close().log.digest())
    assert digests[0] == digests[1]


@pytest.mark.parametrize("threshold", [NEVER, ALWAYS])
def test_the_longest_waiting_wins_a_place_then_the_lowest_number(threshold: int) -> None:
    """Two lanes meet before one cell."""
    for waited, winner in (((3, 2), 0), ((2, 3), 1), ((2, 2), 0)):
        crowd = [(13, 12, 0, waited[0], 0), (24, 12, 0, waited[1], 0)]
        hub, motion = steered(crowd, threshold)
        motion.step(1)
        assert hub.fleet.robots.after.tolist() == [12 if robot == winner else -1 for robot in (0, 1)]


@pytest.mark.parametrize("threshold", [NEVER, ALWAYS])
def test_a_ring_moves_together_and_a_swap_does_not(threshold: int) -> None:
    """Four robots on a square of cells each want the next one's place; two robots want each other's."""
    square = [(0, 1, 14, 0, 0), (1, 13, 14, 0, 0), (13, 12, 14, 0, 0), (12, 0, 14, 0, 0)]
    hub, motion = steered(square, threshold)
    motion.step(1)
    assert hub.fleet.robots.after.tolist() == [1, 13, 12, 0]
    hub, motion = steered([(0, 1, 14, 0, 0), (1, 0, 14, 0, 0)], threshold)
    assert motion.step(1).waiting == [0, 1]
