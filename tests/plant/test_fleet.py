"""Rules of the fleet as a whole."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plant.driving import MEAN_DAY, NOBODY, STANDARD_FLEET, STANDARD_FLOOR, Hub, trip
from twin.plant.robots import Hold
from twin.plant.spec import OrdersSpec, PeopleSpec


def test_equal_seeds_give_equal_logs_and_other_seeds_other_ones() -> None:
    """Replay, byte for byte."""
    digests = [Hub(0.3, seed=seed).open().run(1000).close().log.digest() for seed in (1, 1, 2)]
    assert digests[0] == digests[1] != digests[2]


def test_a_robot_stops_where_its_released_base_ends_and_goes_on_with_a_new_one() -> None:
    """It stops at a cell's end at the latest a cell after the time, and keeps its visit."""
    hub = Hub(people=NOBODY)
    fleet, visit = hub.fleet, trip(hub)
    fleet.start_visit(0, visit)
    fleet.base_ends(0, 15_000_000)
    hub.run(25)
    here = (float(fleet.robots.x_m[0]), float(fleet.robots.y_m[0]))
    assert here == (round(here[0]), round(here[1]))
    assert fleet.robots.holds[0] == Hold.NO_BASE
    hub.run(40)
    assert (float(fleet.robots.x_m[0]), float(fleet.robots.y_m[0])) == here
    fleet.base_renewed(0)
    hub.run(400)
    assert visit.served


def test_an_emergency_stop_brakes_at_once() -> None:
    """From 1.5 m/s a robot stands within two seconds, wherever that is."""
    hub = Hub(people=NOBODY)
    hub.fleet.start_visit(0, trip(hub))
    while hub.fleet.robots.speed_mps[0] < 1.5:
        hub.run(hub.clock.now / 1e6 + 0.5)
    hub.fleet.hold(0, Hold.EMERGENCY)
    hub.run(hub.clock.now / 1e6 + 2.0)
    assert hub.fleet.robots.speed_mps[0] == 0.0


def test_the_nearest_robot_is_the_one_with_the_shortest_way() -> None:
    """A robot under the pod is nearer than any other."""
    hub = Hub(people=NOBODY)
    everybody = hub.fleet.idle()
    assert hub.fleet.nearest(int(hub.fleet.robots.cell[7]), everybody) == 7
    away = hub.fleet.routes.lane_distance_m(hub.fleet.robots.cell[:5], int(hub.floor.bays[-1]))
    assert hub.fleet.nearest(int(hub.floor.bays[-1]), everybody[:5]) == int(np.argmin(away))


def test_poses_of_the_past_are_those_that_were_sampled() -> None:
    """History and log agree."""
    hub = Hub(0.1).open().run(200.25)
    hub.log.seal(1 << 62)
    rows = hub.log.since("pose")
    late = rows["time"] >= 100_000_000
    robot = rows["robot"][late] - hub.fleet.codes[0]
    poses = hub.fleet.pose_at(robot.astype(np.int64), rows["time"][late])
    assert (poses.x_m == rows["x_m"][late]).all()
    assert (hub.fleet.state_codes[poses.state] == rows["state"][late]).all()


@pytest.mark.slow
def test_the_standard_hub_keeps_up_with_its_orders() -> None:
    """200 robots, 2,000 orders an hour, 20 stations: after half an hour few visits wait and few robots are idle."""
    orders = OrdersSpec(per_hour=2000, day_profile=MEAN_DAY)
    people = PeopleSpec(walkers=12)
    hub = Hub(0.5, floor=STANDARD_FLOOR, fleet=STANDARD_FLEET, orders=orders, people=people).open().run(1800)
    assert hub.book.done > 850
    assert len(hub.waiting) < 60
