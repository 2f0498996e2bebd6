"""Rules of motion."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.plant.driving import NOBODY, STANDARD_FLEET, STANDARD_FLOOR, Hub
from twin.core.errors import InvariantBroken
from twin.plant.motion import LANES_FULL, TICK_S, braking_curve_mps, travel_time_s
from twin.plant.robots import Hold, Robots, Stage
from twin.plant.spec import FleetSpec, FloorSpec, OrdersSpec


@pytest.mark.parametrize(
    ("distance", "acceleration", "expected"),
    [
        (1, 0.5, 2.8284), (4, 0.5, 5.6569), (10, 0.5, 9.6667), (50, 0.5, 36.3333),
        (1, 1, 2.0), (4, 1, 4.1667), (50, 1, 34.8333),
    ],
)  # fmt: skip
def test_travel_time_is_that_of_a_trapezoid(distance: float, acceleration: float, expected: float) -> None:
    """Verification cases V14 and V15, at 1.5 m/s."""
    assert travel_time_s(distance, 1.5, acceleration) == pytest.approx(expected, abs=5e-5)


def nearest_gap_m(robots: Robots, seen: np.ndarray) -> float:
    """Least distance between the centres of any two of the robots *seen*."""
    x, y = robots.x_m[seen], robots.y_m[seen]
    gap = np.sqrt((x[:, None] - x[None, :]) ** 2 + (y[:, None] - y[None, :]) ** 2)
    np.fill_diagonal(gap, np.inf)
    return float(gap.min()) if len(seen) > 1 else np.inf


def drive_and_watch(hub: Hub, seconds: int) -> float:
    """Run, and give the least gap between robots on the grid at any step."""
    robots, least = hub.fleet.robots, np.inf
    for tick in range(1, int(seconds / TICK_S)):
        hub.run(tick * TICK_S + 0.25)
        on_grid = np.flatnonzero((robots.y_m > -0.5) & (robots.y_m < hub.floor.height - 0.5))
        least = min(least, nearest_gap_m(robots, on_grid))
    return least


def test_a_small_fleet_never_collides() -> None:
    """In two hours of twenty robots bodies of 0.35 m radius never overlap (V34); the fleet checks its law itself."""
    assert drive_and_watch(Hub(2.0, people=NOBODY).open(), 7200) >= 0.7 - 1e-9


@pytest.mark.slow
def test_a_large_fleet_never_collides() -> None:
    """Ten minutes of two hundred robots, busy from the start."""
    orders = OrdersSpec(per_hour=4000)
    hub = Hub(0.2, floor=STANDARD_FLOOR, fleet=STANDARD_FLEET, orders=orders, people=NOBODY).open()
    assert drive_and_watch(hub, 600) >= 0.7 - 1e-9


def test_two_robots_on_one_place_break_the_law() -> None:
    """The check names the robot."""
    hub = Hub(people=NOBODY)
    robots = hub.fleet.robots
    robots.cell[1] = robots.entitled[1] = robots.cell[0]
    with pytest.raises(InvariantBroken, match="amr-002"):
        hub.run(1)


def test_a_robot_on_a_free_straight_needs_the_time_of_the_formula() -> None:
    """The model reproduces the trapezoid over a long straight to within two steps and its turns."""
    hub = Hub(people=NOBODY, floor=FloorSpec(width_m=12, height_m=102, cross_every_m=40), fleet=FleetSpec(count=1))
    robots, floor = hub.fleet.robots, hub.floor
    robots.stand_at(0, floor.cell(1, 2))
    hub.fleet.visits.go(0, floor.cell(1, 98), Stage.PARKING)
    begun = None
    while robots.y_m[0] < 97.999:
        hub.run(hub.clock.now / 1e6 + TICK_S)
        begun = hub.clock.now / 1e6 if begun is None and robots.y_m[0] > 2.0 else begun
    assert begun is not None
    braking_gain = 0.5 * 1.5 / 0.5 - 0.5 * 1.5 / 1.0
    expected = travel_time_s(96.0, 1.5, 0.5) - braking_gain
    assert hub.clock.now / 1e6 - begun == pytest.approx(expected, abs=2.5 * TICK_S)


def _alone(goal_y: int) -> tuple[Hub, list[tuple[float, float]]]:
    """One robot on a long straight lane, and its speed and way in each step so far."""
    hub = Hub(people=NOBODY, floor=FloorSpec(width_m=12, height_m=102, cross_every_m=40), fleet=FleetSpec(count=1))
    hub.fleet.robots.stand_at(0, hub.floor.cell(1, 2))
    hub.fleet.visits.go(0, hub.floor.cell(1, goal_y), Stage.PARKING)
    return hub, []


def _step(hub: Hub, driven: list[tuple[float, float]]) -> None:
    hub.run(hub.clock.now / 1e6 + TICK_S)
    driven.append((float(hub.fleet.robots.speed_mps[0]), float(hub.fleet.motion.step_m[0])))


def _brakings(driven: list[tuple[float, float]]) -> list[float]:
    """How hard the robot braked in each step (m/s2); a step in which it came to its stand by the way it took."""
    pairs = [(before, after, way) for (before, _), (after, way) in pairwise(driven) if after < before]
    return [before**2 / (2 * way) if after == 0 else (before - after) / TICK_S for before, after, way in pairs]


def test_a_robot_alone_brakes_at_the_normal_rate_and_stands_exactly_at_its_goal() -> None:
    """For turns and at the goal it begins in time: never harder than 1 m/s2, and never short of the place."""
    hub, driven = _alone(98)
    while hub.fleet.robots.stage[0] == Stage.PARKING:
        _step(hub, driven)
    assert (hub.fleet.robots.x_m[0], hub.fleet.robots.y_m[0]) == (1.0, 98.0)
    assert max(speed for speed, _ in driven) == 1.5
    assert 0.9 < max(_brakings(driven)) <= 1.0 + 1e-9


@pytest.mark.parametrize("hold", [Hold.EMERGENCY, Hold.PROTECTIVE])
def test_emergency_and_protective_stops_brake_at_the_emergency_rate(hold: Hold) -> None:
    """From 1.5 m/s at 2 m/s2 a robot stands within two steps, and within the way of the formula and one step's rest."""
    hub, driven = _alone(98)
    while not driven or driven[-1][0] < 1.5:
        _step(hub, driven)
    if hold == Hold.PROTECTIVE:
        hub.fleet.robots.protect([0])
    else:
        hub.fleet.hold(0, hold)
    braked = driven[-1:]
    while braked[-1][0] > 0.0:
        hub.fleet.motion.step(hub.fleet.tick + len(braked))
        braked.append((float(hub.fleet.robots.speed_mps[0]), float(hub.fleet.motion.step_m[0])))
    assert [speed for speed, _ in braked] == [1.5, 0.5, 0.0]
    assert 1.5**2 / 4.0 <= sum(way for _, way in braked[1:]) <= 1.5**2 / 4.0 + 0.5 * TICK_S / 2.0


def test_the_braking_curve_leaves_exactly_the_way_that_braking_needs() -> None:
    """``(v + v1) t / 2 + v1^2 / 2b = d``; a robot that is on the curve stays on it and sheds ``b t`` a step."""
    assert braking_curve_mps(1.5, 1.5**2 / 2.0, 1.0) == pytest.approx(1.0, abs=1e-12)
    assert braking_curve_mps(0.5, 0.125, 1.0) == pytest.approx(0.0, abs=1e-12)
    speed, room = braking_curve_mps(0.7, 2.0, 0.8), 2.0
    assert (0.7 + speed) * TICK_S / 2.0 + speed**2 / 1.6 == pytest.approx(room, abs=1e-12)


def test_nobody_drives_onto_lanes_that_are_full_until_somebody_leaves_them() -> None:
    """Twenty-eight robots of a tiny floor set out at once; all get there in the end."""
    hub = Hub(people=NOBODY, floor=FloorSpec(width_m=12, height_m=12, cross_every_m=4), fleet=FleetSpec(count=28))
    robots, floor = hub.fleet.robots, hub.floor
    most = int(len(floor.lane_cells()) * LANES_FULL)
    free = [bay for bay in floor.bays.tolist() if hub.fleet.visits.holder[bay] < 0]
    for robot, bay in enumerate(free[:28]):
        hub.fleet.visits.go(robot, bay, Stage.PARKING)
    fullest = 0
    for tick in range(1, 1200):
        hub.run(tick * TICK_S + 0.25)
        fullest = max(fullest, int(np.isin(robots.entitled, floor.lane_cells()).sum()))
    assert most <= fullest < 2 * most
    assert (robots.stage == Stage.IDLE).all()


def test_a_full_ring_turns_together() -> None:
    """Robots that fill a ring of lanes and each want the next place all move."""
    hub = Hub(people=NOBODY, floor=FloorSpec(width_m=12, height_m=12, cross_every_m=4), fleet=FleetSpec(count=28))
    robots, floor = hub.fleet.robots, hub.floor
    robots.speed_mps[:] = 0.0
    ring = _outer_ring(hub)[: robots.count]
    goals = floor.bays[np.arange(robots.count) % len(floor.bays)]
    for robot, cell in enumerate(ring):
        robots.stand_at(robot, cell)
        robots.goal[robot], robots.goal_lane[robot] = goals[robot], floor.door[goals[robot]]
        robots.goal_edge[robot] = floor.edge[robots.goal_lane[robot]]
        robots.want[robot] = ring[(robot + 1) % len(ring)]
        robots.enter(robot, Stage.PARKING)
    hub.run(15)
    assert (robots.cell[: len(ring)] != np.array(ring)).all()


def _outer_ring(hub: Hub) -> list[int]:
    """The outermost lanes of the floor, in driving order."""
    floor = hub.floor
    last, top = floor.lane_x[-1], floor.height - 1
    up = [floor.cell(0, y) for y in range(top)]
    east = [floor.cell(x, top) for x in range(last)]
    down = [floor.cell(last, y) for y in range(top, 0, -1)]
    west = [floor.cell(x, 0) for x in range(last, 0, -1)]
    return up + east + down + west


def test_robots_one_behind_another_drive_alike_singly_and_as_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy small fleet for ten minutes, whichever way those who follow others are looked at: the same log."""
    digests = set()
    for few in (0, 1 << 30):
        monkeypatch.setattr("twin.plant.motion.FEW", few)
        digests.add(Hub(1.0, people=NOBODY).open().run(600).close().log.digest())
    assert len(digests) == 1
