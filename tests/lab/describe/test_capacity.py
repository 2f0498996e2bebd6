"""Demand against capacity: the arithmetic of a sized hub."""

from __future__ import annotations

import pytest

from twin.lab.describe.capacity import Capacity
from twin.lab.describe.waiting import finite_source
from twin.plant.spec import BatchSpec, FleetSpec, FloorSpec, OrdersSpec, PlantSpec

FLAT = (1.0,) * 24


def plant(**changes: object) -> PlantSpec:
    """The small floor under a flat day."""
    given: dict[str, object] = {
        "floor": FloorSpec(pick_stations=3, replenish_stations=0, chargers=4),
        "orders": OrdersSpec(per_hour=200, day_profile=FLAT),
    }
    return PlantSpec.model_validate({**given, **changes})


def test_stations_of_the_small_hub_are_busy_as_its_table_says() -> None:
    """500 lines of 10 s on three stations: 46 %."""
    assert Capacity(plant()).stations().use == pytest.approx(0.46, abs=0.02)


def test_batches_and_the_profile_count() -> None:
    """240 orders dropped once a day are ten an hour; the peak is that of the profile."""
    orders = OrdersSpec(
        per_hour=200, day_profile=(0.5, 1.5) * 12, batches=(BatchSpec(at_hour=10, orders=240, due_h=4),)
    )
    capacity = Capacity(plant(orders=orders))
    assert capacity.orders_per_h == pytest.approx(210)
    assert capacity.peak == pytest.approx(1.5)


def test_the_fleet_s_use_is_work_over_robots_fit_for_it() -> None:
    """Twice the demand, or half the robots, is twice the use, but for those that charge and break down."""
    one = Capacity(plant())
    busy = one.visits_per_h * one.works.pick.cycle_s / 3600
    assert one.fleet_use() == pytest.approx(busy / (20 * (1 - one.broken_share) * (1 - one.charging_share)))
    assert one.fleet_use(1.3) == pytest.approx(1.3 * one.fleet_use())


def test_robots_drive_for_the_charge_that_they_may_use() -> None:
    """Standing at 60 W they last (0.9 - 0.25) x 1.6 kWh / 60 W; driving takes more."""
    lazy = Capacity(plant(orders=OrdersSpec(per_hour=0.001, day_profile=FLAT)))
    assert lazy.run_h == pytest.approx(0.65 * 1600 / 60, rel=1e-3)
    assert Capacity(plant()).run_h < lazy.run_h
    assert lazy.charge_h == pytest.approx(0.65 * 1.6 / 1.54)


def test_chargers_are_the_machine_repair_problem() -> None:
    """With these run and charge times."""
    capacity = Capacity(plant())
    assert capacity.chargers == finite_source(4, 20, capacity.run_h, capacity.charge_h)


def test_without_chargers_nobody_charges() -> None:
    """And nothing is said about a queue that is not there."""
    capacity = Capacity(plant(floor=FloorSpec(chargers=0)))
    assert capacity.charging_share == 0
    assert not [fact for fact in capacity.facts() if fact.name.startswith("charger_")]


def test_restocking_loads_fleet_and_stations() -> None:
    """One pod for every twenty lines, four bundles of 2 to 10 s each."""
    orders = OrdersSpec(per_hour=200, day_profile=FLAT, restock_every_lines=20, bundles_a_visit=4)
    capacity = Capacity(plant(floor=FloorSpec(replenish_stations=2), orders=orders))
    assert capacity.restocks_per_h == pytest.approx(200 * 2.5 / 20)
    refill = capacity.refill_stations()
    assert refill is not None
    assert refill.use == pytest.approx(25 * 24 / 3600 / 2)
    assert capacity.fleet_use() > Capacity(plant()).fleet_use()
    assert Capacity(plant()).refill_stations() is None


def test_a_robot_that_breaks_down_is_not_fit() -> None:
    """An hour of repair every three hours of work is a quarter of the time."""
    assert Capacity(plant(fleet=FleetSpec(mtbf_h=3, repair_min=60))).broken_share == 0.25
