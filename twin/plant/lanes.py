"""Routes: which way at each junction, from small tables.

Between junctions a robot only goes forward, so a route is a choice at junctions. ``hop[junction, edge]`` is the first
cell to take at *junction* on the shortest way to *edge*. Distances between junctions obey Bellman's equation
``d(u, t) = min over outgoing edges (length + d(head, t))`` and are iterated to their fixpoint for all pairs at once.

An edge that somebody has blocked for a while costs more until it clears: the tables are then computed again. Shortest
ways tie often on a grid; ties go by the parity of the goal, which spreads traffic over equal streets and keeps a route
straight: a robot that zigzags pays for every turn.

Sources: R. Bellman, On a routing problem, Quarterly of Applied Mathematics 16 (1958) 87-90.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from twin.core.chance import Ints
from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec

BLOCKED_M = 300
"""Metres that a blocked edge seems longer."""
_FAR = 1_000_000


@lru_cache(maxsize=8)
def floor_of(spec: FloorSpec) -> Floor:
    """The floor of *spec*, built once (a floor never changes)."""
    return Floor(spec)


class Routes:
    """Distances (m) and next hops between all junctions of *floor*, with some edges blocked for now."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._streets = _streets_of(floor.spec)
        self.blocked: frozenset[int] = frozenset()
        self._succ, self._junction = floor.succ.data, floor.junction.data
        self._load(*_open_tables(floor.spec))

    def block(self, edges: frozenset[int]) -> None:
        """Make *edges* look :data:`BLOCKED_M` longer, and all others normal."""
        if edges == self.blocked:
            return
        self.blocked = edges
        self._load(*(self._streets.tables(edges) if edges else _open_tables(self.floor.spec)))

    def _load(self, distance_m: Ints, hop: Ints) -> None:
        self.distance_m, self.hop = distance_m, hop
        self._hops = hop.data

    def edges_at(self, cell: int) -> frozenset[int]:
        """The edges that a robot standing on lane *cell* blocks: its own, or at a junction all that lead into it."""
        junction = int(self.floor.junction[cell])
        if junction < 0:
            return frozenset([int(self.floor.edge[cell])])
        return frozenset(np.flatnonzero(self._streets.head == junction).tolist())

    def next_cell(self, cell: int, goal_edge: int) -> int:
        """The next lane cell from lane *cell* on the way to *goal_edge*."""
        after = self._succ[cell]
        return after if after >= 0 else self._hops[self._junction[cell], goal_edge]

    def lane_distance_m(self, start: Ints | int, goal: Ints | int) -> Ints:
        """Metres by lane from *start* to *goal*, places of any shapes that fit; off the lanes, the door counts.

        A goal on a lane must not be a junction.
        """
        floor, streets = self.floor, self._streets
        begin, end = self._on_lane(start), self._on_lane(goal)
        own, edge = floor.edge[begin], floor.edge[end]
        head = np.where(own >= 0, streets.head[own], floor.junction[begin])
        rest = np.where(own >= 0, streets.length[own] - floor.along[begin], 0)
        around = rest + self.distance_m[head, streets.tail[edge]] + floor.along[end]
        ahead = floor.along[end] - floor.along[begin]
        result: Ints = np.where((own == edge) & (ahead >= 0), ahead, around)
        return result

    def _on_lane(self, place: Ints | int) -> Ints:
        door = self.floor.door[place]
        return np.where(door >= 0, door, place)


class _Streets:
    """The edges of a floor as arrays, and the tables computed from them."""

    def __init__(self, floor: Floor) -> None:
        self.tail = np.array([edge.tail for edge in floor.edges], dtype=np.int64)
        self.head = np.array([edge.head for edge in floor.edges], dtype=np.int64)
        self.length = np.array([edge.length for edge in floor.edges], dtype=np.int64)
        self.first = np.array([edge.cells[0] for edge in floor.edges], dtype=np.int64)
        self.out = self._outgoing(len(floor.junctions))

    def _outgoing(self, junctions: int) -> tuple[Ints, Ints]:
        """Two outgoing edges of each junction (the same one twice where there is one)."""
        found: list[list[int]] = [[] for _ in range(junctions)]
        for number, tail in enumerate(self.tail.tolist()):
            found[tail].append(number)
        one, two = zip(*((out[0], out[-1]) for out in found), strict=True)
        return np.array(one, dtype=np.int64), np.array(two, dtype=np.int64)

    def tables(self, blocked: frozenset[int]) -> tuple[Ints, Ints]:
        """All-pairs distances, shape (junctions, junctions), and first cells, shape (junctions, edges)."""
        cost = self.length + BLOCKED_M * np.isin(np.arange(len(self.length)), sorted(blocked))
        count = len(self.out[0])
        distance = np.full((count, count), _FAR, dtype=np.int64)
        np.fill_diagonal(distance, 0)
        while True:
            one, two = self._through(cost, distance)
            nearer = np.minimum(distance, np.minimum(one, two))
            if (nearer == distance).all():
                return distance, self._hops(one, two)
            distance = nearer

    def _through(self, cost: Ints, distance: Ints) -> tuple[Ints, Ints]:
        """Distances by the first and by the second outgoing edge of each junction."""
        one, two = (cost[out][:, None] + distance[self.head[out]] for out in self.out)
        return one, two

    def _hops(self, one: Ints, two: Ints) -> Ints:
        odd = (np.arange(len(one)) % 2 == 1)[None, :]
        second = (two < one) | ((two == one) & odd)
        toward = np.where(second, self.first[self.out[1]][:, None], self.first[self.out[0]][:, None])
        hop = toward[:, self.tail]
        hop[self.tail, np.arange(len(self.tail))] = self.first
        return np.ascontiguousarray(hop, dtype=np.int64)


@lru_cache(maxsize=8)
def _streets_of(spec: FloorSpec) -> _Streets:
    return _Streets(floor_of(spec))


@lru_cache(maxsize=8)
def _open_tables(spec: FloorSpec) -> tuple[Ints, Ints]:
    return _streets_of(spec).tables(frozenset())
