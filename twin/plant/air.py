"""Moist air: what comes through an open door, heat and moisture together.

Air of the hall is warm *and* moist. Through an open doorway cold air flows out below and hall air in above, and what
the room gains is the mass flow times the difference of enthalpy, of which three tenths are latent: vapour that the
coil takes out again as water or frost. A room keeps its usual relative humidity (the coil does that), so every gram
that comes in costs the coil its heat of condensation at once, and the whole enthalpy counts as heat to the air.

The flow is that of Gosney and Olama for a doorway of area A and height H, between densities of hall and room::

    Q = 0.221 A (h_hall - h_room) rho_room sqrt(1 - rho_hall/rho_room) sqrt(g H) F
    F = (2 / (1 + (rho_room/rho_hall)^(1/3)))^1.5

of which 0.8 flows in a doorway that is used, and a strip curtain holds back most. Enthalpy, density and humidity are
psychrolib's. Its functions rest on the C library's exp, whose last bit differs between machines, so they are asked only
when a site is built: a table of the exchange in watts per kelvin of difference, by the room's temperature in steps of
2 K, rounded to six significant digits (an error below 5e-7, against a table error of 1e-3 and a formula of some 20 %),
and read between its points by + - * / alone. Nearer than 1 K to the hall's temperature the exchange per kelvin stays as
it is at 1 K. A room that warms with its door open never becomes moister than the hall.

Sources: W. B. Gosney, H. A. L. Olama, Heat and enthalpy gains through cold room doorways, Proc. Institute of
Refrigeration 72 (1975); ASHRAE Handbook Refrigeration, chapter 24 (doorway flow factor 0.8); ASHRAE Handbook
Fundamentals, chapter 1, as psychrolib 2.5 computes it (D. Meyer, D. Thevenard, JOSS 4(33), 1137, 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import sqrt
from typing import NamedTuple

import numpy as np

from twin.core.elementary import Floats
from twin.plant.spec import RoomSpec

PRESSURE_PA = 101_325.0
"""Air pressure, standard atmosphere at sea level."""
DOORWAY_FLOW = 0.8
"""Share of the fully established flow in a doorway that is used."""

_GRAVITY_MPS2 = 9.81
_COLDEST_C, _POINT_K, _NEAR_K = -60.0, 2.0, 1.0


class MoistAir(NamedTuple):
    """State of air: moisture (kg vapour a kg dry air), enthalpy (J/kg dry air), density (kg/m3)."""

    moisture: float
    enthalpy_j_kg: float
    density_kg_m3: float


def moist_air(temperature_c: float, humidity: float, most_moisture: float = 1.0) -> MoistAir:
    """Air of *temperature_c* (degC) and relative *humidity* (0 to 1), holding *most_moisture* at most; sea level."""
    import psychrolib

    psychrolib.SetUnitSystem(psychrolib.SI)
    moisture = min(most_moisture, psychrolib.GetHumRatioFromRelHum(temperature_c, humidity, PRESSURE_PA))
    enthalpy = psychrolib.GetMoistAirEnthalpy(temperature_c, moisture)
    return MoistAir(moisture, enthalpy, psychrolib.GetMoistAirDensity(temperature_c, moisture, PRESSURE_PA))


def doorway_w(hall: MoistAir, room: MoistAir) -> float:
    """Heat (W) that *room* gains through an established flow in a doorway of 1 m2 and 1 m; negative when it loses."""
    thin, dense = sorted((hall.density_kg_m3, room.density_kg_m3))
    form = 2.0 / (1.0 + float((dense / thin) ** (1.0 / 3.0)))
    flow = 0.221 * dense * sqrt(1.0 - thin / dense) * sqrt(_GRAVITY_MPS2) * form * sqrt(form)
    return flow * (hall.enthalpy_j_kg - room.enthalpy_j_kg)


@cache
def _unit_w_k(hall_c: float, hall_humidity: float, humidity: float) -> tuple[float, ...]:
    """Exchange (W/K) of a doorway of 1 m2 and 1 m at each point of the table."""
    hall = moist_air(hall_c, hall_humidity)
    points = int((hall_c - _COLDEST_C) / _POINT_K) + 2
    found = []
    for number in range(points):
        room_c = min(_COLDEST_C + number * _POINT_K, hall_c - _NEAR_K)
        room = moist_air(room_c, humidity, hall.moisture)
        found.append(float(f"{doorway_w(hall, room) / (hall_c - room_c):.6g}"))
    return tuple(found)


class Doorways:
    """The doorways of many rooms; a room with ``door_m2`` 0 has none."""

    def __init__(self, specs: Sequence[RoomSpec], hall_c: float, hall_humidity: float) -> None:
        tables = [_unit_w_k(hall_c, hall_humidity, spec.humidity) for spec in specs]
        size = [DOORWAY_FLOW * (1.0 - spec.door_curtain) * spec.door_m2 * sqrt(spec.door_height_m) for spec in specs]
        self._w_k: Floats = np.array(tables).reshape(len(specs), -1) * np.array(size)[:, None]
        self._last = max(0, self._w_k.shape[1] - 2)

    def usable(self, room: int) -> bool:
        """Whether the room has a door that lets anything through."""
        return bool(self._w_k[room].any())

    def w_k(self, temperature_c: Floats) -> Floats:
        """Exchange (W/K) through each door if it stood open, at each room's *temperature_c*, both shape (rooms,)."""
        place = (temperature_c - _COLDEST_C) / _POINT_K
        left = np.minimum(np.maximum(place, 0.0), self._last).astype(np.int64)
        part = np.minimum(np.maximum(place - left, 0.0), 1.0)
        room = np.arange(len(left))
        below = self._w_k[room, left]
        found: Floats = below + (self._w_k[room, left + 1] - below) * part
        return found
