"""What a room's walls, doors and machines amount to: loads, time constants, and how long it lasts without cooling.

Time constants are those of the room's own thermal network: with capacities C and conductances G its temperatures obey
``dT/dt = A T + ...``, and each eigenvalue of A is the rate of one way to settle. The fastest is the air, the slowest
the whole room drifting to the hall's temperature. Times until a limit come from the exact solution that a run uses too.

Sources: textbook cold-room load (transmission, infiltration, internal); the eigenvalues of a linear network.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from twin.core.elementary import Floats
from twin.plant.air import Doorways
from twin.plant.rooms import room_network
from twin.plant.server_room import server_network
from twin.plant.spec import PlantSpec, RoomSpec, ServerRoomSpec
from twin.plant.thermal import ThermalNetwork, crossing_s

AIR, PRODUCT = 0, 1


class Load(NamedTuple):
    """Mean heat that comes into a cold room at its setpoint, W."""

    walls_w: float
    doors_w: float
    inside_w: float
    defrost_w: float

    @property
    def total_w(self) -> float:
        """All of it."""
        return sum(self)


def time_constants_s(network: ThermalNetwork) -> list[float]:
    """How long each way of settling takes (s), fastest first; infinite where heat cannot leave."""
    capacity = network.capacity_j_k.reshape(len(network.capacity_j_k))
    between = network.conductance_w_k.reshape(len(capacity), len(capacity)).copy()
    np.fill_diagonal(between, 0.0)
    lost = between.sum(axis=1) + network.to_ambient_w_k.reshape(len(capacity))
    root = np.sqrt(capacity)
    symmetric: Floats = (np.diag(lost) - between) / root[:, None] / root[None, :]
    rates = np.linalg.eigvalsh(symmetric)
    least = 1e-12 * float(rates.max())
    return sorted(1.0 / float(rate) if rate > least else math.inf for rate in rates)


class Room:
    """A cold room of *plant*, number *index*, as its neighbours and the hall stand around it.

    A wall to another room counts with that room held at its setpoint.
    """

    def __init__(self, plant: PlantSpec, index: int) -> None:
        self.plant, self.spec = plant, plant.rooms[index]
        self.ua_w_k = self.spec.u_w_m2k * self.spec.surface_m2
        self._shared = list(_shared_walls(plant, self.spec))
        share = 1.0 - math.exp(-self.spec.door_per_hour * self.spec.door_s / 3600.0)
        self.door_w_k = share * self._open_w_k() if share else 0.0

    def _open_w_k(self) -> float:
        doorways = Doorways([self.spec], self.plant.ambient_c, self.plant.ambient_humidity)
        return float(doorways.w_k(np.array([self.spec.setpoint_c]))[0])

    def load(self) -> Load:
        """Mean heat that comes in at the setpoint."""
        spec, warmer = self.spec, self.plant.ambient_c - self.spec.setpoint_c
        through = self.ua_w_k * warmer + sum(w_k * (there - spec.setpoint_c) for w_k, there in self._shared)
        return Load(through, self.door_w_k * warmer, spec.internal_w, 1000.0 * spec.defrost_kw * self.defrost_share)

    @property
    def defrost_share(self) -> float:
        """Share of the day in which the compressor rests for a defrost."""
        return min(1.0, self.spec.defrosts_a_day * self.spec.defrost_min / 1440.0)

    @property
    def cooling_use(self) -> float:
        """Load over the cooling that defrosts leave; above 1 the room cannot hold its setpoint."""
        left_w = 1000.0 * self.spec.cooling_kw * (1.0 - self.defrost_share)
        return self.load().total_w / left_w if left_w > 0 else math.inf

    def settling_s(self) -> list[float]:
        """Time constants (s), fastest first; without product there is one less."""
        found = time_constants_s(self._network(0.0))
        return found if self.spec.product_t else [value for value in found if value < math.inf]

    @property
    def product_lag_s(self) -> float | None:
        """Time constant (s) with which the product follows air that is held; None without product."""
        spec = self.spec
        if not spec.product_t or not spec.product_w_k:
            return None
        return spec.product_t * 1e6 * spec.product_kj_kgk / spec.product_w_k

    def without_cooling_s(self) -> float | None:
        """Seconds from the setpoint until product (or air, where there is none) is at its limit; None if never.

        Doors keep being used, machines and people stay.
        """
        network = self._network(self.door_w_k)
        start, heat = np.full(len(network.capacity_j_k), self.spec.setpoint_c), np.zeros(len(network.capacity_j_k))
        heat[AIR] = self.spec.internal_w + sum(w_k * (there - self.plant.ambient_c) for w_k, there in self._shared)
        node = PRODUCT if self.spec.product_t else AIR
        return crossing_s(network, start, heat, self.plant.ambient_c, node, self.spec.limit_high_c)

    def _network(self, more_w_k: float) -> ThermalNetwork:
        """Air, product and structure of this room alone; *more_w_k* and the walls to other rooms join its envelope."""
        joined = room_network([self.spec.model_copy(update={"walls": ()})])
        count = len(joined.capacity_j_k)
        outward = joined.to_ambient_w_k.reshape(count).copy()
        outward[AIR] += more_w_k + sum(w_k for w_k, _ in self._shared)
        return ThermalNetwork(joined.capacity_j_k.reshape(count), joined.conductance_w_k.reshape(count, count), outward)


def _shared_walls(plant: PlantSpec, room: RoomSpec) -> Iterator[tuple[float, float]]:
    """Conductance (W/K) and setpoint (degC) behind each wall between *room* and another, written at either of them."""
    setpoint = {other.name: other.setpoint_c for other in plant.rooms}
    for other in plant.rooms:
        for wall in other.walls:
            if room.name in (other.name, wall.to):
                behind = wall.to if other.name == room.name else other.name
                yield wall.area_m2 * wall.u_w_m2k, setpoint.get(behind, plant.ambient_c)


def server_limit_s(spec: ServerRoomSpec, ambient_c: float, level_c: float, load: float) -> float | None:
    """Seconds from the loss of all cooling at *load* (share of full load) until the inlet air is at *level_c*."""
    start = np.full(2, spec.setpoint_c)
    it_w = 1000.0 * (spec.idle_kw + (spec.full_kw - spec.idle_kw) * load)
    return crossing_s(server_network(spec), start, np.array([it_w, 0.0]), ambient_c, AIR, level_c)
