"""Routes: which way at each junction, from small tables.

Between junctions a robot only goes forward, so a route is a choice between the two ways out of a junction:
``second[junction, t]`` says whether the second one leads to junction *t* sooner. Distances between junctions obey
Bellman's equation ``d(u, t) = min over outgoing edges (length + d(head, t))`` and are iterated to their fixpoint for
many *t* at once. An iteration goes along the lanes against their direction, all parallel lanes together: a shortest way
has few turns, so few iterations do.

An edge that somebody has blocked for a while costs more until it clears. Only goals that lose their shortest ways are
computed again: where every junction in front of a blocked edge has another way as short as ever, nothing changes.
Shortest ways tie often on a grid; ties go by the parity of the goal, which spreads traffic over equal streets and keeps
a route straight: a robot that zigzags pays for every turn.

Sources: R. Bellman, On a routing problem, Quarterly of Applied Mathematics 16 (1958) 87-90; J. Y. Yen, An algorithm for
finding shortest routes from all source nodes to a given destination, ibid. 27 (1970) 526-530, for the order of edges.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec

BLOCKED_M = 300
"""Metres that a blocked edge seems longer."""
_FAR = 1_000_000
_JUNCTION = -2
"""``onward`` of junction *n* is this less *n*."""
_CROSSES = np.array(_JUNCTION)
"""The same for arithmetic with arrays, where an array without dimensions costs half as much as a plain number."""

Metres = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@lru_cache(maxsize=8)
def floor_of(spec: FloorSpec) -> Floor:
    """The floor of *spec*, built once (a floor never changes)."""
    return Floor(spec)


class Tables(NamedTuple):
    """Shortest distances (m), shape (junctions, junctions), from and to; and by which way out, one row more."""

    distance_m: Metres
    second: Mask


class Routes:
    """Distances (m) and next cells between all places of *floor*, with some edges blocked for now.

    ``exits`` has shape (2, junctions + 1): the first cells of the two ways out of each junction (the same one twice
    where there is one), and -1 at the end.
    """

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._streets = streets = _streets_of(floor.spec)
        self.blocked: frozenset[int] = frozenset()
        self.exits = streets.exits
        self._onward, self._tail, self._first = streets.onward.data, streets.tail.data, streets.first.data
        self._exits = (streets.exits[0].data, streets.exits[1].data)
        self._load(_tables(floor.spec, self.blocked))

    def block(self, edges: frozenset[int]) -> None:
        """Make *edges* look :data:`BLOCKED_M` longer, and all others normal."""
        if edges != self.blocked:
            self.blocked = edges
            self._load(_tables(self.floor.spec, edges))

    def _load(self, tables: Tables) -> None:
        self.distance_m, self.second = tables
        self._second, self._ways = tables.second.data, tables.second.reshape(-1)

    def edges_at(self, cell: int) -> frozenset[int]:
        """The edges that a robot standing on lane *cell* blocks: its own, or at a junction all that lead into it."""
        junction = int(self.floor.junction[cell])
        if junction < 0:
            return frozenset([int(self.floor.edge[cell])])
        return frozenset(np.flatnonzero(self._streets.head == junction).tolist())

    def next_cell(self, cell: int, goal_edge: int) -> int:
        """The next lane cell from lane *cell* on the way to *goal_edge*; -1 off the lanes."""
        after = self._onward[cell]
        if after >= _JUNCTION + 1:
            return after
        junction, to = _JUNCTION - after, self._tail[goal_edge]
        return self._first[goal_edge] if junction == to else self._exits[self._second[junction, to]][junction]

    def next_cells(self, cell: Ints, goal_edge: Ints, robot: Ints) -> Ints:
        """:meth:`next_cell` for each *robot* from its *cell*, both shape (n,), to its ``goal_edge[robot]``."""
        streets = self._streets
        after = streets.onward[cell]
        crossing = (after <= _CROSSES).nonzero()[0]
        if len(crossing):
            junction, edge = _CROSSES - after[crossing], goal_edge[robot[crossing]]
            to = streets.tail[edge]
            chosen = self.exits[0][junction]
            other = self._ways[junction * streets.each + to].nonzero()[0]
            chosen[other] = self.exits[1][junction[other]]
            there = (junction == to).nonzero()[0]
            chosen[there] = streets.first[edge[there]]
            after[crossing] = chosen
        return after

    def lane_distance_m(self, start: Ints | int, goal: Ints | int) -> Ints:
        """Metres by lane from *start* to *goal*, places of any shapes that fit; off the lanes, the door counts.

        A goal on a lane must not be a junction.
        """
        at = self._streets
        edge, along = at.edge_at[goal], at.along_at[goal]
        away: Ints = self.distance_m[at.head_at[start], at.tail_at[goal]] + (at.rest_at[start] + along)
        ahead = along - at.along_at[start]
        same = (at.edge_at[start] == edge) & (ahead >= 0)
        return np.where(same, ahead, away) if np.count_nonzero(same) else away


class _Streets:
    """The edges of a floor as arrays; where each place lies on them; and the tables computed from them."""

    def __init__(self, floor: Floor) -> None:
        self.tail = np.array([edge.tail for edge in floor.edges], dtype=np.int64)
        self.head = np.array([edge.head for edge in floor.edges], dtype=np.int64)
        self.length = np.array([edge.length for edge in floor.edges], dtype=np.int64)
        self.first = np.array([edge.cells[0] for edge in floor.edges], dtype=np.int64)
        self.count = len(floor.junctions)
        self.each = np.array(self.count)
        self.out = self._outgoing()
        self.exits = np.concatenate([self.first[self.out], np.full((2, 1), -1)], axis=1)
        self.onward = np.where(floor.junction >= 0, _JUNCTION - floor.junction, floor.succ)
        self._place(floor)
        self._order = self._parallel(self.first - floor.junctions[self.tail])

    def _outgoing(self) -> Ints:
        """Two outgoing edges of each junction (the same one twice where there is one), shape (2, junctions)."""
        found: list[list[int]] = [[] for _ in range(self.count)]
        for number, tail in enumerate(self.tail.tolist()):
            found[tail].append(number)
        return np.array([[out[0] for out in found], [out[-1] for out in found]], dtype=np.int64)

    def _place(self, floor: Floor) -> None:
        """For each place, or its door: its edge, metres along it and to its end, and the junctions at its ends."""
        lane = np.where(floor.door >= 0, floor.door, np.arange(floor.places))
        self.edge_at, self.along_at = floor.edge[lane], floor.along[lane]
        on = self.edge_at >= 0
        self.head_at = np.where(on, self.head[self.edge_at], floor.junction[lane])
        self.tail_at = np.where(on, self.tail[self.edge_at], floor.junction[lane])
        self.rest_at = np.where(on, self.length[self.edge_at] - self.along_at, 0)

    def _parallel(self, step: Ints) -> list[Ints]:
        """Edges in the order of an iteration: those of one group lie on parallel lanes, each group before the last."""
        ahead: dict[tuple[int, int], int] = {
            (tail, way): edge for edge, (tail, way) in enumerate(zip(self.tail.tolist(), step.tolist(), strict=True))
        }
        groups: dict[tuple[bool, int], list[int]] = {}
        for edge in range(len(step)):
            rank, onward = 0, ahead.get((int(self.head[edge]), int(step[edge])))
            while onward is not None:
                rank, onward = rank + 1, ahead.get((int(self.head[onward]), int(step[onward])))
            groups.setdefault((abs(int(step[edge])) == 1, rank), []).append(edge)
        return [np.array(groups[key], dtype=np.int64) for key in sorted(groups)]

    def solve(self, cost: Ints, goals: Ints) -> Tables:
        """Distances to *goals* (junctions) with *cost* an edge, shape (junctions, goals), and ways out."""
        distance = np.full((self.count, len(goals)), _FAR, dtype=np.int32)
        distance[goals, np.arange(len(goals))] = 0
        metres = cost.astype(np.int32)[:, None]
        changed = True
        while changed:
            changed = False
            for edges in self._order:
                tail = self.tail[edges]
                known = distance[tail]
                nearer = np.minimum(known, distance[self.head[edges]] + metres[edges])
                if not np.array_equal(nearer, known):
                    distance[tail], changed = nearer, True
        return Tables(distance, self._ways_out(distance, cost, goals, np.arange(self.count)))

    def _ways_out(self, distance: Metres, cost: Ints, goals: Ints, junctions: Ints) -> Mask:
        """Whether the second way out of each of *junctions* is the way to each of *goals*."""
        one, two = (distance[self.head[out]] + cost.astype(np.int32)[out][:, None] for out in self.out[:, junctions])
        second: Mask = (two < one) | ((two == one) & (goals % 2 == 1)[None, :])
        return second

    def blocked_tables(self, open_: Tables, blocked: frozenset[int]) -> Tables:
        """What becomes of the *open_* tables when the edges *blocked* cost more."""
        edges = np.array(sorted(blocked), dtype=np.int64)
        cost = self.length.copy()
        cost[edges] += BLOCKED_M
        before = np.unique(self.tail[edges])
        still = (open_.distance_m[self.head[out]] + cost[out][:, None] for out in self.out[:, before])
        longer = np.minimum(*still) > open_.distance_m[before]
        longer[np.arange(len(before)), before] = False
        goals = longer.any(axis=0).nonzero()[0]
        distance, second = open_.distance_m.copy(), open_.second.copy()
        if len(goals):
            distance[:, goals], second[: self.count, goals] = self.solve(cost, goals)
        second[before] = self._ways_out(distance, cost, np.arange(self.count), before)
        return Tables(distance, second)


@lru_cache(maxsize=8)
def _streets_of(spec: FloorSpec) -> _Streets:
    return _Streets(floor_of(spec))


@lru_cache(maxsize=12)
def _tables(spec: FloorSpec, blocked: frozenset[int]) -> Tables:
    """The tables of a floor with some edges blocked; the last few are kept."""
    streets = _streets_of(spec)
    if blocked:
        return streets.blocked_tables(_tables(spec, frozenset()), blocked)
    distance, second = streets.solve(streets.length, np.arange(streets.count))
    return Tables(distance, np.concatenate([second, np.zeros((1, streets.count), dtype=np.bool_)]))
