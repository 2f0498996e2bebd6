"""The floor: one-way lanes on a grid of 1 m cells, and beside them the places where a robot may stand on purpose.

::

    slots   charger        replenishment stations and chargers, north of the top row
    > > > > > > >          cross lanes run west to east or east to west
    ^ B B v B B ^          vertical lanes run up or down; B is a bay under a pod, entered from the lane beside it
    ^ B B v B B ^
    < < < < < < <          the outermost lanes form one ring, clockwise
    slots  slots           queue places of the pick stations, south of row 0

Whatever stands on purpose stands off the lanes (bay, slot, charger), so traffic on the lanes always drains: that is
what makes it free of deadlock. A grid of one-way streets is strongly connected exactly when its outermost streets form
a directed ring, so inner lanes may point either way; they alternate, cross lanes in an even number, so that as many run
east as west near both ends.

Stations hang on every other block between two vertical lanes: on those that have a lane in on one side and a lane out
on the other, so that traffic to one station passes no other. Pick stations lie south, in the north too where there
would be more than two on a block; replenishment stations north, in the south too where pick stations are on both sides;
chargers on the northern blocks that are left. What is picked or filled up often is then never far from a station.

Every place has one number: grid cells first (``y * width + x``), then slots, those of pick stations first, then
chargers.

Sources: H. E. Robbins, A theorem on graphs, with an application to a problem of traffic control, American Mathematical
Monthly 46 (1939), and its known case for grids of streets; the layout of pods, stations and aisles follows the robotic
mobile fulfilment systems of RAWSim-O (M. Merschformann et al., 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.plant.spec import FloorSpec

if TYPE_CHECKING:
    import networkx as nx

LANE_PITCH = 3
"""Metres between vertical lanes: two columns of pods."""
MOST_ON_A_BLOCK = 2
"""Pick stations on one block, before the other side is used as well (judgement)."""


@dataclass(frozen=True)
class Edge:
    """A stretch of lane from junction ``tail`` to junction ``head``; ``cells`` are those between, in driving order."""

    tail: int
    head: int
    cells: tuple[int, ...]

    @property
    def length(self) -> int:
        """Metres from junction to junction."""
        return len(self.cells) + 1


class Floor:
    """Lanes, bays, stations and chargers of one :class:`~twin.plant.spec.FloorSpec`.

    Arrays are indexed by place (shape (places,)): ``x_m``, ``y_m`` (m, cell centres), ``succ`` (next lane cell, -1 at
    junctions and off the lanes), ``junction`` (its number or -1), ``edge`` (its edge or -1), ``along`` (m from the
    edge's tail), ``door`` (the lane cell of a bay, slot or charger, else -1). ``slots`` (of pick stations) and
    ``replenish_slots`` have shape (stations, slots).
    """

    def __init__(self, spec: FloorSpec) -> None:
        self.spec = spec
        self.width, self.height = spec.width_m, spec.height_m
        self.cells = self.width * self.height
        self.lane_x = tuple(range(0, self.width, LANE_PITCH))
        self.cross_y = _cross_rows(spec)
        self.slots, self.replenish_slots, self.chargers = self._number_places()
        self.places = self.cells + self.slots.size + self.replenish_slots.size + len(self.chargers)
        self.succ, self.junction, self.edge, self.door = (np.full(self.places, -1, dtype=np.int64) for _ in range(4))
        self.along = np.zeros(self.places, dtype=np.int64)
        self.x_m, self.y_m = self._grid_coordinates()
        self.junctions = self._number_junctions()
        self.edges = self._lay_edges()
        self.bays = self._open_bays()
        self._attach_stations()
        self._attach_chargers()

    @property
    def all_slots(self) -> Ints:
        """Slots of all stations, pick stations first, shape (stations, slots)."""
        return np.concatenate([self.slots, self.replenish_slots])

    def _number_places(self) -> tuple[Ints, Ints, Ints]:
        """Numbers after the cells: slots of pick stations, slots of replenishment stations, chargers."""
        spec = self.spec
        picks, replenishing = spec.pick_stations * spec.station_slots, spec.replenish_stations * spec.station_slots
        number = self.cells + np.arange(picks + replenishing + spec.chargers, dtype=np.int64)
        slots, rest = number[:picks], number[picks:]
        shape = (-1, spec.station_slots)
        return slots.reshape(shape), rest[:replenishing].reshape(shape), rest[replenishing:]

    def cell(self, x: int, y: int) -> int:
        """The number of grid cell (x, y)."""
        return y * self.width + x

    def inside(self, x: int, y: int) -> bool:
        """Whether (x, y) is a cell of the grid."""
        return 0 <= x < self.width and 0 <= y < self.height

    def is_lane(self, place: int) -> bool:
        """Whether *place* is a lane cell."""
        return bool(self.junction[place] >= 0 or self.edge[place] >= 0)

    def lane_cells(self) -> Ints:
        """All lane cells, ascending."""
        return np.flatnonzero((self.junction >= 0) | (self.edge >= 0)).astype(np.int64)

    def graph(self) -> nx.DiGraph[int]:
        """The lanes as a directed graph of cells with ``x``, ``y`` on its nodes, for pictures and checks."""
        import networkx as nx

        lanes: nx.DiGraph[int] = nx.DiGraph()
        for cell in self.lane_cells().tolist():
            lanes.add_node(cell, x=float(self.x_m[cell]), y=float(self.y_m[cell]))
        for number, edge in enumerate(self.edges):
            path = (int(self.junctions[edge.tail]), *edge.cells, int(self.junctions[edge.head]))
            for here, there in pairwise(path):
                lanes.add_edge(here, there, edge=number)
        return lanes

    def _grid_coordinates(self) -> tuple[Floats, Floats]:
        x, y = np.zeros(self.places), np.zeros(self.places)
        number = np.arange(self.cells)
        x[: self.cells], y[: self.cells] = number % self.width, number // self.width
        return x, y

    def _number_junctions(self) -> Ints:
        cells = np.array([self.cell(x, y) for y in self.cross_y for x in self.lane_x], dtype=np.int64)
        self.junction[cells] = np.arange(len(cells))
        return cells

    def _lay_edges(self) -> tuple[Edge, ...]:
        edges: list[Edge] = []
        last_x, last_y = len(self.lane_x) - 1, len(self.cross_y) - 1
        for column, x in enumerate(self.lane_x):
            up = column % 2 == 0 and column != last_x
            stops = [self.cell(x, y) for y in self.cross_y]
            edges += self._lane(stops if up else stops[::-1], self.width if up else -self.width)
        for row, y in enumerate(self.cross_y):
            east = row % 2 == 1 or row == last_y
            stops = [self.cell(x, y) for x in self.lane_x]
            edges += self._lane(stops if east else stops[::-1], 1 if east else -1)
        for number, edge in enumerate(edges):
            path = [*edge.cells, int(self.junctions[edge.head])]
            self.edge[list(edge.cells)] = number
            self.along[list(edge.cells)] = np.arange(1, edge.length)
            self.succ[list(edge.cells)] = path[1:]
        return tuple(edges)

    def _lane(self, stops: list[int], step: int) -> list[Edge]:
        return [
            Edge(int(self.junction[here]), int(self.junction[there]), tuple(range(here + step, there, step)))
            for here, there in pairwise(stops)
        ]

    def _open_bays(self) -> Ints:
        rows = [y for y in range(self.height) if y not in self.cross_y]
        for x in self.lane_x:
            for y in rows:
                for beside in (x - 1, x + 1):
                    if self.inside(beside, y):
                        self.door[self.cell(beside, y)] = self.cell(x, y)
        return np.flatnonzero(self.door >= 0).astype(np.int64)

    def _attach_stations(self) -> None:
        """Give each station a block between two vertical lanes; its slots lie beside the block's two outer cells."""
        picks, restocks = self.slots, self.replenish_slots
        both = len(picks) > MOST_ON_A_BLOCK * len(self._loops())
        in_south = len(picks) - len(picks) // 2 if both else len(picks)
        half = len(restocks) // 2 if both else 0
        sides = ((picks[:in_south], False), (picks[in_south:], True), (restocks[:half], False), (restocks[half:], True))
        taken: dict[tuple[int, bool], int] = {}
        for stations, on_top in sides:
            for block, places in zip(_spread(self._loops(), len(stations)), stations.tolist(), strict=True):
                for place in places:
                    order = taken[block, on_top] = taken.get((block, on_top), -1) + 1
                    self._attach(place, self.lane_x[block] + 1 + order % 2, 1 + order // 2, north=on_top)

    def _loops(self) -> range:
        """Blocks with a lane in on one side and a lane out on the other: traffic to one passes no other."""
        return range(0, len(self.lane_x) - 1, 2)

    def _attach_chargers(self) -> None:
        """Spread the chargers over the blocks of the top row that no station uses."""
        columns = [x + step for x in self.lane_x[1:-1:2] for step in range(1, LANE_PITCH)]
        count, fill = len(self.chargers), dict.fromkeys(columns, 0)
        for order, place in enumerate(self.chargers.tolist()):
            x = columns[(2 * order + 1) * len(columns) // (2 * count)]
            fill[x] += 1
            self._attach(place, x, fill[x], north=True)

    def _attach(self, place: int, x: int, depth: int, *, north: bool) -> None:
        lane_y = self.height - 1 if north else 0
        self.door[place] = self.cell(x, lane_y)
        self.x_m[place], self.y_m[place] = x, lane_y + depth if north else -depth


def _cross_rows(spec: FloorSpec) -> tuple[int, ...]:
    """Rows of the cross lanes: evenly spread, and an even number of them, so that neighbours run opposite ways."""
    top = spec.height_m - 1
    gaps = 2 * max(1, (top + 2 * spec.cross_every_m) // (2 * spec.cross_every_m)) - 1
    return tuple(gap * top // gaps for gap in range(gaps + 1))


def _spread(blocks: range, count: int) -> list[int]:
    """*count* of *blocks*, spread evenly; a block comes more than once where there are too few."""
    return [blocks[(2 * number + 1) * len(blocks) // (2 * count)] for number in range(count)]
