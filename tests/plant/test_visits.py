"""Rules of visits."""

from __future__ import annotations

import pytest

from tests.plant.driving import NOBODY, Hub, trip
from twin.plant.robots import Hold, Stage
from twin.plant.spec import FleetSpec


def test_a_robot_goes_through_every_stage_of_a_visit_in_order() -> None:
    """To the pod, lift, wait, to the station, queue or service, back, set down, idle; served before done."""
    hub = Hub(people=NOBODY, fleet=FleetSpec(count=1))
    fleet, seen, told = hub.fleet, [], []
    fleet.on_state_change = lambda robot: seen.append(Stage(int(fleet.robots.stage[robot])))
    fleet.visits.on_served = lambda _, visit: told.append(("served", visit.served))
    fleet.visits.on_done = lambda _, visit: told.append(("done", visit.served))
    fleet.start_visit(0, trip(hub))
    hub.run(300)
    assert seen == [
        Stage.TO_POD, Stage.LIFT, Stage.WAIT_SLOT, Stage.TO_STATION,
        Stage.SERVICE, Stage.TO_BAY, Stage.SET_DOWN, Stage.IDLE,
    ]  # fmt: skip
    assert told == [("served", True), ("done", True)]
    assert fleet.robots.cell[0] == hub.floor.bays[-1]


def test_a_robot_that_stands_under_the_pod_lifts_at_once() -> None:
    """No way to go, no stage for it."""
    hub = Hub(people=NOBODY)
    hub.fleet.start_visit(0, trip(hub, bay=0))
    assert hub.fleet.robots.stage[0] == Stage.LIFT


def test_a_pod_that_is_away_or_taken_is_passed_over() -> None:
    """Another robot's bay and a pod on its way are no candidates."""
    hub = Hub(people=NOBODY)
    first, second = trip(hub), trip(hub)
    hub.fleet.start_visit(0, first)
    assert hub.fleet.visits.bay_for(second) != first.bay
    own = trip(hub, bay=0)
    assert hub.fleet.visits.bay_for(own, 0) == hub.floor.bays[0]
    assert hub.fleet.visits.bay_for(own, 1) != hub.floor.bays[0]


def test_a_busy_robot_takes_no_second_visit() -> None:
    """Starting a visit of a robot that is not idle is a mistake."""
    hub = Hub(people=NOBODY)
    hub.fleet.start_visit(0, trip(hub))
    with pytest.raises(ValueError, match="amr-001 is not idle"):
        hub.fleet.start_visit(0, trip(hub))


def test_a_dropped_visit_is_handed_back_and_leaves_nothing_behind() -> None:
    """Slot, pod and load are free again, and somebody else can do the visit."""
    hub = Hub(people=NOBODY)
    fleet, visit, dropped = hub.fleet, trip(hub), []
    fleet.visits.on_dropped = lambda robot, lost: dropped.append((robot, lost))
    fleet.start_visit(0, visit)
    hub.run(100)
    fleet.recover_by_hand(0)
    assert dropped == [(0, visit)]
    assert sum(fleet.visits.stations.load) == 0
    assert fleet.visits.stations.holder == {}
    fleet.start_visit(1, visit)
    hub.run(500)
    assert visit.served


def test_a_low_robot_charges_and_parks_again() -> None:
    """Charging is the robot's own business, and it makes room at the charger when it is full enough."""
    hub = Hub(people=NOBODY)
    fleet = hub.fleet
    fleet.batteries.stored_j[0] = 0.2 * fleet.batteries.capacity_j
    fleet.batteries.book(0.0)
    assert 0 not in fleet.idle()
    hub.run(600)
    assert fleet.robots.stage[0] == Stage.CHARGING
    hub.run(3600)
    assert fleet.robots.stage[0] == Stage.IDLE
    assert fleet.batteries.share[0] > 0.85
    assert (fleet.visits.holder[hub.floor.chargers] < 0).all()


def test_a_held_robot_is_not_idle() -> None:
    """Who is held takes no visit."""
    hub = Hub(people=NOBODY)
    hub.fleet.hold(3, Hold.COMMANDED)
    assert 3 not in hub.fleet.idle()
