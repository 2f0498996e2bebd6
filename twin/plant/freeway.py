"""The free way: how long a robot takes from one place to another when nobody else is on the lanes.

A way is stretches with a quarter turn on the spot between them. A stretch is driven from stand to stand by the law of
motion of :mod:`twin.plant.motion`, step by step, so that a robot alone on the floor takes exactly this long, but for
the one step in which it asks for its first place (counted here). Which way it goes is what the routes say when it sets
out; a way that was blocked already and is driven round is therefore free, one that is blocked later is not.

Sources: the trapezoid speed profile is elementary kinematics (see :mod:`twin.plant.motion`).
"""

from __future__ import annotations

from twin.core.units import Us, us
from twin.plant.floor import Floor
from twin.plant.lanes import Routes
from twin.plant.motion import ALMOST_M, SEEN_PLACES, TICK_S, TICK_US, braking_curve_mps
from twin.plant.robots import whole_numbers
from twin.plant.spec import FleetSpec

ASKING_TICKS = 1
"""Steps until the first place of a way has been granted, at most."""


class FreeWay:
    """Times (microseconds) on empty lanes."""

    def __init__(self, floor: Floor, routes: Routes, spec: FleetSpec) -> None:
        self._routes, self._spec = routes, spec
        self._turn_ticks = max(0, (us(spec.turn_s) + TICK_US - 1) // TICK_US)
        self._door, self._edge, self._along = (whole_numbers(of) for of in (floor.door, floor.edge, floor.along))
        self._beside_m = [
            max(1, round(abs(x - floor.x_m[door]) + abs(y - floor.y_m[door]))) if door >= 0 else 0
            for x, y, door in zip(floor.x_m.tolist(), floor.y_m.tolist(), floor.door.tolist(), strict=True)
        ]
        self._known: dict[tuple[int, int, float], int] = {}
        self._length = [edge.length for edge in floor.edges]
        self._corner = [int(floor.junctions[edge.head]) for edge in floor.edges]
        self._step = [edge.cells[0] - int(floor.junctions[edge.tail]) for edge in floor.edges]

    def time_us(self, start: int, goal: int, loaded: bool) -> Us:
        """From *start* to *goal*, two places beside the lanes, with or without a load."""
        spec = self._spec
        top_mps = spec.speed_loaded_mps if loaded else spec.speed_empty_mps
        here = self._door[start]
        if goal - here == here - start:
            return (ASKING_TICKS + self._drive(2, 1, top_mps)) * TICK_US
        stretches = self._stretches(here, self._door[goal])
        ticks = ASKING_TICKS + (len(stretches) + 1) * self._turn_ticks
        ticks += self._drive(1, self._beside_m[start], top_mps) + self._drive(1, self._beside_m[goal], top_mps)
        for length in stretches:
            ticks += self._drive(length, 1, top_mps)
        return ticks * TICK_US

    def _stretches(self, here: int, there: int) -> list[int]:
        """Lengths (m) of the straight stretches from lane cell *here* to lane cell *there*."""
        if here == there:
            return []
        edge, goal_edge = self._edge[here], self._edge[there]
        if edge == goal_edge and self._along[there] > self._along[here]:
            return [self._along[there] - self._along[here]]
        found, run = [], self._length[edge] - self._along[here]
        while True:
            onward = self._edge[self._routes.next_cell(self._corner[edge], goal_edge)]
            if self._step[onward] != self._step[edge]:
                found.append(run)
                run = 0
            edge = onward
            if edge == goal_edge:
                return [*found, run + self._along[there]]
            run += self._length[edge]

    def _drive(self, cells: int, span_m: int, top_mps: float) -> int:
        """:func:`stretch_ticks`, remembered."""
        ticks = self._known.get((cells, span_m, top_mps))
        if ticks is None:
            ticks = self._known[cells, span_m, top_mps] = stretch_ticks(self._spec, cells, float(span_m), top_mps)
        return ticks


def stretch_ticks(spec: FleetSpec, cells: int, span_m: float, top_mps: float) -> int:
    """Steps from stand to stand over *cells* places in a row, each *span_m* metres from the one before."""
    ticks, speed, done_m, left = 0, 0.0, 0.0, cells
    while left:
        ticks += 1
        after = min(speed + spec.acceleration_mps2 * TICK_S, top_mps)
        if left <= SEEN_PLACES:
            after = min(after, braking_curve_mps(speed, left * span_m - done_m, spec.braking_mps2))
        after = max(after, speed - spec.emergency_mps2 * TICK_S, 0.0)
        done_m += (speed + after) * (TICK_S / 2.0)
        speed = after
        if done_m >= span_m - ALMOST_M:
            left, done_m = left - 1, max(0.0, done_m - span_m)
    return ticks
