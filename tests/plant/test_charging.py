"""Rules of charging."""

from __future__ import annotations

from tests.plant.driving import NOBODY, Hub
from twin.core.units import SECOND_US
from twin.plant.robots import Cause, Hold, Stage
from twin.plant.spec import FleetSpec, FloorSpec


def low_hub(robots: int, chargers: int = 1) -> Hub:
    """A hub whose first *robots* robots are low."""
    hub = Hub(people=NOBODY, floor=FloorSpec(chargers=chargers), fleet=FleetSpec(count=20, mtbf_h=100_000))
    for robot in range(robots):
        hub.fleet.batteries.stored_j[robot] = 0.2 * hub.fleet.batteries.capacity_j
    hub.fleet.batteries.book(0.0)
    return hub


def test_who_finds_no_charger_waits_in_line_and_comes_next() -> None:
    """One charger, three robots: one at it, two in line, each in turn."""
    hub = low_hub(3)
    charging = hub.fleet.visits.charging
    hub.run(60)
    assert list(charging.chargers.waiting) == [1, 2]
    assert charging.away.now == 3
    hub.run(5400)
    assert hub.fleet.robots.stage[1] in (Stage.CHARGING, Stage.TO_CHARGER)
    assert list(charging.chargers.waiting) == [2]


def test_a_robot_that_is_held_is_passed_over_and_keeps_its_place() -> None:
    """It cannot drive there; when it can, it is first again."""
    hub = low_hub(3)
    hub.run(60)
    hub.fleet.hold(1, Hold.COMMANDED, Cause.NONE)
    chargers = hub.fleet.visits.charging.chargers
    while chargers.holder.get(int(hub.floor.chargers[0])) == 0:
        hub.run(hub.clock.now_us / SECOND_US + 60)
    assert list(chargers.holder.values()) == [2]
    assert list(chargers.waiting) == [1]


def test_a_robot_that_is_taken_off_the_floor_leaves_the_line() -> None:
    """And is counted among those who charge no more."""
    hub = low_hub(2)
    hub.run(60)
    hub.fleet.recover_by_hand(1)
    assert not hub.fleet.visits.charging.chargers.waiting
    assert hub.fleet.visits.charging.away.now == 1


def test_the_share_of_the_fleet_that_charges_is_a_mean_over_all_robots() -> None:
    """Two of twenty for 100 s are 10 s of a wait."""
    hub = low_hub(2)
    hub.run(200)
    charging = hub.fleet.visits.charging
    assert charging.share_us(100 * SECOND_US) == 10 * SECOND_US
    assert charging.share_us(200 * SECOND_US) == 0


def test_a_charged_robot_counts_until_it_is_parked() -> None:
    """It takes no visit on its way from the charger."""
    hub = low_hub(1)
    charging = hub.fleet.visits.charging
    while hub.fleet.robots.stage[0] != Stage.PARKING:
        hub.run(hub.clock.now_us / SECOND_US + 1)
    assert charging.away.now == 1
    hub.run(hub.clock.now_us / SECOND_US + 120)
    assert hub.fleet.robots.stage[0] == Stage.IDLE
    assert charging.away.now == 0
