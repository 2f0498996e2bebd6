"""Rules of visits."""

from __future__ import annotations

import pytest

from tests.plant.driving import NOBODY, Hub, trip
from twin.core.chance import Stream
from twin.core.units import SECOND_US
from twin.plant.robots import Hold, Stage
from twin.plant.spec import FleetSpec, FloorSpec


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


def _until(hub: Hub, robot: int, stage: Stage) -> None:
    now_s = hub.clock.now_us // SECOND_US
    for second in range(now_s + 1, now_s + 4000):
        if hub.run(second).fleet.robots.stage[robot] == stage:
            return
    raise AssertionError(f"never {stage.name}")


@pytest.mark.parametrize("stage", [Stage.TO_POD, Stage.LIFT, Stage.TO_STATION, Stage.QUEUE])
def test_a_visit_called_off_in_any_stage_is_handed_back_and_the_pod_goes_home(stage: Stage) -> None:
    """The robot is idle again with its pod in its bay, every place is free, and somebody else does the visit."""
    hub = Hub(people=NOBODY, floor=FloorSpec(pick_stations=1))
    fleet, visit, handed = hub.fleet, trip(hub), []
    fleet.visits.on_dropped = lambda robot, back: handed.append((robot, back))
    first = trip(hub)
    first.service_us = 200 * SECOND_US
    if stage == Stage.QUEUE:
        fleet.start_visit(1, first)
        _until(hub, 1, Stage.SERVICE)
    fleet.start_visit(0, visit)
    if fleet.robots.stage[0] != stage:
        _until(hub, 0, stage)
    assert fleet.visits.cancel(0)
    hub.run(hub.clock.now_us // SECOND_US + 1500)
    assert handed == [(0, visit)]
    assert fleet.robots.stage[0] == Stage.IDLE
    assert sum(fleet.visits.stations.load) == 0
    assert fleet.visits.stations.holder == {}
    fleet.visits.check(hub.clock.now_us)
    fleet.start_visit(2, visit)
    hub.run(hub.clock.now_us // SECOND_US + 1500)
    assert visit.served
    parts = visit.delays.close("visit", hub.clock.now_us - 0, hub.clock.now_us)
    assert parts["attack_us"] > 0


def test_what_is_being_served_or_is_on_its_way_home_cannot_be_called_off() -> None:
    """There is nothing left to call off."""
    hub = Hub(people=NOBODY)
    assert not hub.fleet.visits.cancel(0)
    hub.fleet.start_visit(0, trip(hub))
    _until(hub, 0, Stage.SERVICE)
    assert not hub.fleet.visits.cancel(0)
    _until(hub, 0, Stage.TO_BAY)
    assert not hub.fleet.visits.cancel(0)


def test_a_station_that_is_stopped_serves_nobody_and_then_whoever_stands_at_its_face() -> None:
    """Stopped for ten minutes: the visit takes ten minutes longer, and the attack is blamed for it."""
    hub = Hub(people=NOBODY, floor=FloorSpec(pick_stations=1))
    visits, visit = hub.fleet.visits, trip(hub)
    visits.conveyors.stop(0)
    hub.fleet.start_visit(0, visit)
    _until(hub, 0, Stage.SERVICE)
    came_us = hub.clock.now_us
    hub.run(came_us / SECOND_US + 600)
    assert visit.robot == 0
    visits.conveyors.resume(0)
    hub.run(hub.clock.now_us / SECOND_US + visit.service_us / SECOND_US + 1)
    assert visit.served
    parts = visit.delays.close("visit", hub.clock.now_us, hub.clock.now_us)
    assert parts["attack_us"] == pytest.approx(600 * SECOND_US, abs=2 * SECOND_US)


def test_a_slower_pace_lengthens_service_by_its_factor() -> None:
    """Three times as long, two thirds of it blamed on the attack."""
    hub = Hub(people=NOBODY, floor=FloorSpec(pick_stations=1))
    visits, visit = hub.fleet.visits, trip(hub)
    visits.conveyors.pace(0, 3.0)
    hub.fleet.start_visit(0, visit)
    _until(hub, 0, Stage.SERVICE)
    _until(hub, 0, Stage.TO_BAY)
    parts = visit.delays.close("visit", hub.clock.now_us, hub.clock.now_us)
    assert parts["attack_us"] == 2 * visit.service_us


def test_a_robot_that_is_told_to_charge_does_so_however_full_it_is() -> None:
    """It takes no visit until it has been at a charger."""
    hub = Hub(people=NOBODY)
    hub.fleet.visits.charging.send(0)
    assert 0 not in hub.fleet.idle()
    _until(hub, 0, Stage.TO_CHARGER)
    _until(hub, 0, Stage.CHARGING)
    _until(hub, 0, Stage.IDLE)
    hub.run(hub.clock.now_us / SECOND_US + 60)
    assert 0 in hub.fleet.idle()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_order_is_lost_however_often_visits_are_called_off_robots_sent_to_charge_and_stations_stopped(
    seed: int,
) -> None:
    """Every ten seconds somebody meddles; every law of the books holds at the end, and the parts add up."""
    hub, stream = Hub(0.5, people=NOBODY, seed=seed), Stream.of(seed, "meddler", "test")
    hub.open()
    visits = hub.fleet.visits

    def meddle() -> None:
        number = hub.clock.now_us // SECOND_US
        robot = int(stream.uniform(number) * hub.fleet.robots.count)
        visits.cancel(robot)
        if number % 40 == 0:
            visits.charging.send(robot)
        visits.conveyors.stop(0) if number % 120 == 0 else visits.conveyors.resume(0)

    hub.clock.every(10 * SECOND_US, "test/meddle", meddle)
    hub.run(1800).close()
    visits.check(hub.clock.now_us)
    done = hub.log.rows("order_out")
    assert done > 0
    assert hub.log.since("order_out")["attack_us"].max() > 0
