"""What one pod visit takes where nobody is in the way: drawn from the site's own demand and driven along its own lanes.

A sample of visits is taken from the demand. For each, the nearest of a few idle robots drives to the pod, carries it
to the nearest station, is served, and carries it back; every straight is driven from stand to stand and every turn is
made on the spot, as robots do. What is left out is other robots, queues and people: the fleet's use that follows is
the least that the demand asks for, and a busy floor asks for more.

Sources: elementary kinematics (:func:`twin.plant.motion.travel_time_s`) and mechanics of a rolling robot
(:mod:`twin.plant.battery`); how many robots are idle for the next visit is a judgement.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.units import HOUR_US, SECOND_US
from twin.plant.battery import GRAVITY_MPS2
from twin.plant.demand import Demand, Pods
from twin.plant.floor import Floor
from twin.plant.lanes import Routes, floor_of
from twin.plant.motion import travel_time_s
from twin.plant.restocking import BUNDLE_S
from twin.plant.spec import FleetSpec, PlantSpec

SAMPLE, SEED, BUSY_HOUR = 300, 1, 8.0
"""Visits that are driven, and where in the demand they begin."""
IDLE_SHARE = 0.25
"""Share of the fleet that is idle and charged when a visit is given out [judgement: the fleet is 75 % in use]."""


@dataclass(frozen=True)
class Work:
    """Mean of one visit without traffic: times (s), ways (m), energy for driving (J)."""

    empty_s: float
    loaded_s: float
    handling_s: float
    service_s: float
    empty_m: float
    loaded_m: float
    drive_j: float

    @property
    def cycle_s(self) -> float:
        """From the order to a robot until it is idle again."""
        return self.empty_s + self.loaded_s + self.handling_s + self.service_s


@dataclass(frozen=True)
class Works:
    """The mean visit for an order, the mean one to fill a pod up (None where nobody does), and visits an order."""

    pick: Work
    restock: Work | None
    visits_an_order: float


def works_of(plant: PlantSpec) -> Works:
    """The means of :data:`SAMPLE` visits of *plant*."""
    floor, orders = floor_of(plant.floor), plant.orders
    horizon_us = int(3.0 * SAMPLE * HOUR_US / orders.per_hour) + HOUR_US // 10
    pods = Pods(floor, orders.popularity, SEED)
    demand = Demand(orders, pods, SEED, BUSY_HOUR, horizon_us)
    driver = _Driver(floor, plant.fleet)
    service_s = float(np.mean(demand.service_us)) / SECOND_US
    restock = None
    if len(floor.replenish_slots):
        filled = pods.draw("restocking", np.arange(SAMPLE, dtype=np.int64))[:, 0]
        restock = driver.work(filled, floor.replenish_slots, orders.bundles_a_visit * sum(BUNDLE_S) / 2.0)
    return Works(driver.work(demand.pods[:SAMPLE, 0], floor.slots, service_s), restock, float(np.mean(demand.visits)))


class _Driver:
    """Drives visits along the lanes of *floor*, one robot alone."""

    def __init__(self, floor: Floor, spec: FleetSpec) -> None:
        self._floor, self._spec, self._routes = floor, spec, Routes(floor)

    def work(self, bays: Ints, slots: Ints, service_s: float) -> Work:
        """The mean of visits that carry pods from *bays* to the nearest of *slots* (stations, slots) and back."""
        floor, routes, idle = self._floor, self._routes, max(1, round(IDLE_SHARE * self._spec.count))
        starts = _nearest_idle(floor, routes, bays, idle)
        goals = slots[np.argmin(routes.lane_distance_m(bays[:, None], slots[None, :, 0]), axis=1), 0]
        empty = self._ways(starts, bays, loaded=False)
        out, back = self._ways(bays, goals, loaded=True), self._ways(goals, bays, loaded=True)
        return Work(
            empty_s=empty[0],
            loaded_s=out[0] + back[0],
            handling_s=2.0 * self._spec.lift_s,
            service_s=service_s,
            empty_m=empty[1],
            loaded_m=out[1] + back[1],
            drive_j=empty[2] + out[2] + back[2],
        )

    def _ways(self, starts: Ints, goals: Ints, *, loaded: bool) -> tuple[float, float, float]:
        """Mean time (s), length (m) and energy at the battery (J) of the ways from *starts* to *goals*."""
        spec = self._spec
        speed = spec.speed_loaded_mps if loaded else spec.speed_empty_mps
        mass = spec.mass_kg + (spec.load_kg if loaded else 0.0)
        pairs = zip(starts.tolist(), goals.tolist(), strict=True)
        ways = [_straights(self._floor, _way(self._floor, self._routes, start, goal)) for start, goal in pairs]
        metres = np.array([length for way in ways for length in way])
        seconds = [travel_time_s(length, speed, spec.acceleration_mps2) for length in metres.tolist()]
        turns = sum(max(0, len(way) - 1) for way in ways)
        top = np.minimum(speed * speed, spec.acceleration_mps2 * metres)
        joules = mass * (spec.rolling * GRAVITY_MPS2 * metres + top / 2.0) / spec.drive_efficiency
        count = max(1, len(ways))
        return (sum(seconds) + turns * spec.turn_s) / count, float(metres.sum()) / count, float(joules.sum()) / count


def _nearest_idle(floor: Floor, routes: Routes, bays: Ints, idle: int) -> Ints:
    """For each bay the nearest of *idle* robots that stand under pods anywhere."""
    draw = Streams.of(SEED, ["describe"], "idle")
    occurrence = np.arange(len(bays) * idle, dtype=np.int64)
    where = draw.uniform(np.zeros(len(occurrence), dtype=np.int64), occurrence).reshape(len(bays), idle)
    places = floor.bays[np.floor(where * len(floor.bays)).astype(np.int64)]
    nearest = np.argmin(routes.lane_distance_m(places, bays[:, None]), axis=1)
    found: Ints = places[np.arange(len(bays)), nearest]
    return found


def _way(floor: Floor, routes: Routes, start: int, goal: int) -> list[int]:
    """Places from *start* to *goal*, both beside the lanes."""
    if start == goal:
        return [start]
    here, last = int(floor.door[start]), int(floor.door[goal])
    edge, way = int(floor.edge[last]), [start, here]
    while here != last:
        here = int(routes.next_cell(here, edge))
        way.append(here)
    return [*way, goal]


def _straights(floor: Floor, way: list[int]) -> list[float]:
    """Lengths (m) of the straight parts of *way*, in order."""
    lengths: list[float] = []
    before = None
    for here, there in pairwise(way):
        step = (floor.x_m[there] - floor.x_m[here], floor.y_m[there] - floor.y_m[here])
        heading, metres = (step[0] > 0, step[0] < 0, step[1] > 0, step[1] < 0), abs(step[0]) + abs(step[1])
        if heading == before:
            lengths[-1] += float(metres)
        else:
            lengths.append(float(metres))
        before = heading
    return lengths
