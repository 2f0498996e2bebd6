"""Loads, time constants and times to a limit of a room, against numbers worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from twin.lab.describe.heat import PRODUCT, Room, server_limit_s, time_constants_s
from twin.plant.rooms import room_network
from twin.plant.spec import PlantSpec, RoomSpec, ServerRoomSpec, WallSpec
from twin.plant.thermal import AIR_J_M3K, ThermalNetwork


def room(**changes: Any) -> Room:
    """A room of 5 degC in a hall of 25 degC with nothing but its envelope of 100 W/K."""
    given = {
        "name": "cold", "setpoint_c": 5.0, "surface_m2": 200.0, "u_w_m2k": 0.5, "internal_w": 0.0,
        "door_per_hour": 0.0, "defrosts_a_day": 0.0, "cooling_kw": 4.0, "limit_high_c": 8.0,
    }  # fmt: skip
    return Room(PlantSpec(ambient_c=25.0, rooms=(RoomSpec(**{**given, **changes}),)), 0)


def test_the_envelope_takes_in_ua_times_the_difference() -> None:
    """100 W/K times 20 K, half of what the cooling removes."""
    assert room().load() == (2000.0, 0.0, 0.0, 0.0)
    assert room().cooling_use == 0.5


def test_machines_and_defrosts_add_to_the_load_and_defrosts_take_from_the_cooling() -> None:
    """Six defrosts of 40 min a day are a sixth of the time: a 12 kW heater is 2 kW on the mean."""
    found = room(internal_w=500.0, defrosts_a_day=6, defrost_min=40, defrost_kw=12)
    assert found.load().inside_w == 500.0
    assert found.load().defrost_w == pytest.approx(2000.0)
    assert found.cooling_use == pytest.approx(4500 / (4000 * 5 / 6))


def test_a_door_counts_for_the_share_of_time_that_it_is_open() -> None:
    """Openings that overlap are one: sixty of 60 s an hour are open 63 % of the time, not all of it."""
    once, often = room(door_per_hour=1.0, door_s=60.0), room(door_per_hour=60.0, door_s=60.0)
    assert often.load().doors_w / once.load().doors_w == pytest.approx((1 - math.exp(-1)) / (1 - math.exp(-1 / 60)))


def test_a_wall_to_a_colder_room_takes_heat_out_of_it() -> None:
    """Written at one of the two, it counts for both, with opposite signs."""
    wall = WallSpec(to="deep", area_m2=100, u_w_m2k=0.4)
    warm = RoomSpec(name="cold", setpoint_c=5, surface_m2=200, u_w_m2k=0.5, walls=(wall,))
    plant = PlantSpec(ambient_c=25, rooms=(warm, RoomSpec(name="deep", setpoint_c=-20, surface_m2=100, u_w_m2k=0.5)))
    assert Room(plant, 0).load().walls_w == pytest.approx(100 * 20 - 40 * 25)
    assert Room(plant, 1).load().walls_w == pytest.approx(50 * 45 + 40 * 25)


def test_one_node_has_its_heat_capacity_over_its_conductance() -> None:
    """1 MJ/K behind 100 W/K: 10,000 s; behind nothing: for ever."""
    assert time_constants_s(ThermalNetwork(np.array([1e6]), np.zeros((1, 1)), np.array([100.0]))) == [10_000.0]
    two = ThermalNetwork(np.array([1e6, 1e6]), np.array([[0.0, 50.0], [50.0, 0.0]]), np.zeros(2))
    assert time_constants_s(two) == [pytest.approx(10_000.0), math.inf]


def test_time_constants_are_those_of_the_room_s_own_network() -> None:
    """Their product and their sum are the determinant and the trace of the network's rates."""
    found = np.array(room().settling_s())
    network = room_network([room().spec])
    capacity, outward = network.capacity_j_k.reshape(3), network.to_ambient_w_k.reshape(3)
    between = network.conductance_w_k.reshape(3, 3)
    rates = (np.diag(between.sum(axis=1) + outward) - between) / capacity[:, None]
    assert (1 / found).sum() == pytest.approx(np.trace(rates))
    assert (1 / found).prod() == pytest.approx(np.linalg.det(rates))


def test_product_follows_held_air_with_its_capacity_over_its_surface() -> None:
    """20 t of 3.1 kJ/kgK behind 2,400 W/K: 7.2 h."""
    assert room().product_lag_s == pytest.approx(20e6 * 3.1 / 2400)
    assert room(product_t=0).product_lag_s is None


def test_an_empty_room_has_one_time_constant_less() -> None:
    """Product that is not there does not settle."""
    assert len(room().settling_s()) == len(room(product_t=0).settling_s()) + 1


def test_without_cooling_a_room_reaches_its_limit_at_the_exact_time() -> None:
    """One step of that length, from the setpoint, ends on the limit."""
    here = room(internal_w=1000.0)
    seconds = here.without_cooling_s()
    assert seconds is not None
    network = room_network([here.spec])
    heat = np.zeros((3, 1))
    heat[0] = 1000.0
    ends = network.step(np.full((3, 1), 5.0), seconds, heat, 25.0)
    assert float(ends.reshape(3)[PRODUCT]) == pytest.approx(8.0, abs=1e-6)


def test_a_room_colder_than_its_limit_in_a_cold_hall_never_reaches_it() -> None:
    """Nothing heats it."""
    spec = room().spec
    assert Room(PlantSpec(ambient_c=6.0, rooms=(spec,)), 0).without_cooling_s() is None


def test_a_server_room_of_air_alone_warms_at_power_over_heat_capacity() -> None:
    """With hardly any rack and no leak the way to the limit is a straight line."""
    spec = ServerRoomSpec(racks=1, rack_kg=1e-6, rack_w_k=1e-6, envelope_w_k=0, volume_m3=50, full_kw=6, idle_kw=6)
    seconds = server_limit_s(spec, 20.0, 27.0, 1.0)
    assert seconds == pytest.approx(5.0 * AIR_J_M3K * 50 / 6000, rel=1e-4)
