"""Moist air: published enthalpies, the doorway formula, and a table that any machine reads alike."""

from __future__ import annotations

import math

import numpy as np
import pytest

from twin.plant.air import Doorways, doorway_w, moist_air
from twin.plant.spec import RoomSpec

CHILL = RoomSpec(name="chill-1")


def w_k(spec: RoomSpec, room_c: float, hall_c: float = 20.0, hall_humidity: float = 0.5) -> float:
    """Exchange (W/K) of the open door of *spec*."""
    return float(Doorways([spec], hall_c, hall_humidity).w_k(np.array([room_c]))[0])


@pytest.mark.parametrize(
    ("temperature_c", "humidity", "kj_kg"), [(30.0, 0.5, 64.2), (1.0, 0.95, 10.7), (-20.0, 0.8, -18.9)]
)
def test_enthalpies_are_the_published_ones(temperature_c: float, humidity: float, kj_kg: float) -> None:
    """Hot and moist, chilled, and frozen air, in kJ/kg of dry air."""
    assert moist_air(temperature_c, humidity).enthalpy_j_kg / 1000 == pytest.approx(kj_kg, abs=0.05)


def test_the_exchange_is_the_doorway_formula_behind_a_curtain() -> None:
    """Gosney and Olama for 2 x 2.5 m, 20 degC 50 % against 4 degC 90 %, four fifths of the flow, curtain 87 %."""
    hall, room = moist_air(20.0, 0.5), moist_air(4.0, 0.9)
    thin, dense = hall.density_kg_m3, room.density_kg_m3
    form = (2 / (1 + (dense / thin) ** (1 / 3))) ** 1.5
    heat_j_kg = hall.enthalpy_j_kg - room.enthalpy_j_kg
    flow_w = 0.221 * 5.0 * heat_j_kg * dense * (1 - thin / dense) ** 0.5 * math.sqrt(9.81 * 2.5) * form
    assert w_k(CHILL, 4.0) == pytest.approx(flow_w * 0.8 * 0.13 / 16, rel=1e-6)
    assert w_k(CHILL, 4.0) == pytest.approx(250, rel=0.05)


def test_three_tenths_of_it_are_latent() -> None:
    """A hall as dry as the room itself (31 % at 20 degC) brings seven tenths of the heat: the rest was vapour."""
    assert w_k(CHILL, 4.0, hall_humidity=0.312) / w_k(CHILL, 4.0) == pytest.approx(0.70, abs=0.02)


def test_between_the_points_of_the_table_it_is_close_to_the_formula() -> None:
    """An odd temperature, half a step from the points of the table: better than one in a thousand."""
    hall, room = moist_air(20.0, 0.5), moist_air(-20.9, 0.9)
    exact = doorway_w(hall, room) / 40.9 * 0.8 * 0.13 * 5.0 * math.sqrt(2.5)
    assert w_k(CHILL, -20.9) == pytest.approx(exact, rel=1e-3)


@pytest.mark.parametrize("hall_c", [-10.0, 20.0, 35.5])
def test_near_and_beyond_the_halls_temperature_it_stays_small_and_finite(hall_c: float) -> None:
    """A room as warm as its hall exchanges nothing, because nothing drives it; the conductance has no pole there."""
    near = [w_k(CHILL, hall_c + off_k, hall_c) for off_k in (-1.0, -0.5, 0.0, 0.5, 30.0)]
    assert all(0 <= value < w_k(CHILL, hall_c - 16, hall_c) for value in near)


def test_each_room_has_its_own_doorway() -> None:
    """A wider door passes more, no doorway nothing, and a curtain holds back its share."""
    open_door = CHILL.model_copy(update={"door_curtain": 0.0})
    wide, none = CHILL.model_copy(update={"door_m2": 10}), CHILL.model_copy(update={"door_m2": 0})
    found = Doorways([CHILL, wide, none, open_door], 20.0, 0.5).w_k(np.full(4, 3.5))
    assert found == pytest.approx(found[0] * np.array([1, 2, 0, 1 / 0.13]), rel=1e-9)


def test_the_table_is_rounded_so_that_a_last_bit_cannot_show() -> None:
    """Six significant digits at the points, for a door of one square metre and one metre."""
    unit = CHILL.model_copy(update={"door_m2": 1, "door_height_m": 1, "door_curtain": 0})
    at_point = w_k(unit, 4.0) / 0.8
    assert at_point == pytest.approx(float(f"{at_point:.6g}"), rel=1e-14)
