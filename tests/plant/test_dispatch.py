"""Rules of dispatch."""

from __future__ import annotations

import numpy as np

from tests.plant.driving import NOBODY, Hub
from twin.core.chance import Ints
from twin.plant.backlog import Backlog
from twin.plant.dispatch import WINDOW, choose, window_of
from twin.plant.spec import FleetSpec
from twin.plant.visit import Visit


def waiting(hub: Hub, bays: list[int]) -> Backlog:
    """A backlog of one visit for each of *bays*, all asked for at once."""
    backlog = Backlog(0)
    places = [int(hub.floor.bays[bay]) for bay in bays]
    backlog.add([Visit(number, number, 1, 1, (place,), 0, 1 << 50) for number, place in enumerate(places)], 0)
    return backlog


def away(hub: Hub, robot: int, bay: int) -> int:
    """Metres by lane from *robot* to bay number *bay*."""
    return int(hub.fleet.routes.lane_distance_m(int(hub.fleet.robots.cell[robot]), int(hub.floor.bays[bay])))


def test_where_robots_abound_the_next_visit_takes_the_nearest_of_them() -> None:
    """Of twenty robots the one that is nearest to the pod."""
    hub = Hub(people=NOBODY)
    idle: Ints = np.arange(20, dtype=np.int64)
    robot, visit = choose(hub.fleet, waiting(hub, [401, 5]), idle)
    assert visit.number == 0
    assert away(hub, robot, 401) == min(away(hub, each, 401) for each in range(20))


def test_where_visits_abound_a_robot_takes_the_nearest_of_the_oldest() -> None:
    """A fleet of 24 chooses from three visits: the fourth is nearer, and waits for its turn."""
    hub = Hub(people=NOBODY, fleet=FleetSpec(count=24))
    fleet, robot = hub.fleet, 23
    order = sorted(
        (away(hub, robot, bay), bay) for bay in range(3, 500, 7) if fleet.visits.holder[hub.floor.bays[bay]] < 0
    )
    near, far = order[0][1], [bay for _, bay in order[-3:]]
    backlog = waiting(hub, [*far, near])
    taken, visit = choose(fleet, backlog, np.array([robot], dtype=np.int64))
    assert (taken, visit.number) == (robot, 0)
    backlog.take(visit, 1)
    assert choose(fleet, backlog, np.array([robot], dtype=np.int64))[1].number == 3


def test_a_robot_under_a_pod_that_is_asked_for_takes_it() -> None:
    """No way is the shortest way."""
    hub = Hub(people=NOBODY, fleet=FleetSpec(count=24))
    here = int(np.searchsorted(hub.floor.bays, hub.fleet.robots.cell[5]))
    assert choose(hub.fleet, waiting(hub, [3, here]), np.array([5], dtype=np.int64))[1].number == 1


def test_a_small_fleet_keeps_to_the_order_of_arrival() -> None:
    """One visit to choose from below sixteen robots, never more than the window."""
    assert [window_of(robots) for robots in (1, 15, 16, 200, 1000)] == [1, 1, 2, 25, WINDOW]
