"""The mean visit without traffic: driven along the lanes, and nothing forgotten."""

from __future__ import annotations

import numpy as np
import pytest

from twin.lab.describe.work import Work, works_of
from twin.plant.floor import Floor
from twin.plant.lanes import Routes
from twin.plant.spec import FleetSpec, FloorSpec, OrdersSpec, PlantSpec

FLOOR = FloorSpec(width_m=32, height_m=32, pick_stations=3, replenish_stations=2, chargers=2)


def _works(**fleet: float) -> Work:
    return works_of(PlantSpec(floor=FLOOR, fleet=FleetSpec(**fleet))).pick


def test_a_cycle_is_its_parts() -> None:
    """Driving empty and loaded, lifting and setting down, service."""
    work = _works()
    assert work.cycle_s == pytest.approx(work.empty_s + work.loaded_s + 2 * FleetSpec().lift_s + work.service_s)
    assert work.service_s == pytest.approx(10 * 2.5 / works_of(PlantSpec(floor=FLOOR)).visits_an_order, rel=0.05)


def test_no_robot_is_faster_than_its_top_speed() -> None:
    """Ramps and turns come on top of the way at top speed."""
    work, spec = _works(), FleetSpec()
    assert work.empty_s > work.empty_m / spec.speed_empty_mps
    assert work.loaded_s > work.loaded_m / spec.speed_loaded_mps


def test_ways_are_those_of_the_lanes() -> None:
    """With robots that turn and speed up in no time the time is the way over the speed."""
    work = _works(turn_s=0, acceleration_mps2=5.0, speed_empty_mps=0.01, speed_loaded_mps=0.01)
    assert work.loaded_s == pytest.approx(work.loaded_m / 0.01, rel=1e-3)


def test_a_loaded_way_leads_to_the_nearest_station_and_back() -> None:
    """No longer than from the farthest pod, no shorter than from the nearest."""
    floor = Floor(FLOOR)
    routes = Routes(floor)
    out = routes.lane_distance_m(floor.bays[:, None], floor.slots[None, :, 0])
    back = routes.lane_distance_m(floor.slots[:, 0][None, :], floor.bays[:, None])
    both = np.take_along_axis(out + back, np.argmin(out, axis=1)[:, None], axis=1)
    assert both.min() < _works().loaded_m < both.max()


def test_a_heavier_robot_needs_more_energy_for_the_same_way() -> None:
    """In proportion to its mass."""
    light, heavy = _works(mass_kg=100, load_kg=200), _works(mass_kg=200, load_kg=400)
    assert heavy.drive_j == pytest.approx(2 * light.drive_j)
    assert heavy.cycle_s == light.cycle_s


def test_where_nobody_fills_up_there_is_no_such_work() -> None:
    """No replenishment stations, no visits there."""
    assert works_of(PlantSpec(floor=FLOOR.model_copy(update={"replenish_stations": 0}))).restock is None


def test_filling_a_pod_up_takes_its_bundles() -> None:
    """Four bundles of 2 to 10 s each are 24 s on the mean."""
    restock = works_of(PlantSpec(floor=FLOOR, orders=OrdersSpec(bundles_a_visit=4))).restock
    assert restock is not None
    assert restock.service_s == 24.0
