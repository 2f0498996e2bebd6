"""Rules of routes."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from twin.plant.floor import Floor
from twin.plant.lanes import BLOCKED_M, Routes, floor_of
from twin.plant.spec import FloorSpec


@pytest.fixture(scope="module")
def floor() -> Floor:
    """A small floor."""
    return Floor(FloorSpec(width_m=20, height_m=18, cross_every_m=6))


def test_lane_distance_is_the_shortest_path(floor: Floor) -> None:
    """The tables agree with Dijkstra on the graph of cells, for every bay as a goal."""
    routes, lanes = Routes(floor), floor.graph()
    starts = floor.lane_cells()
    for goal in floor.bays[::17].tolist():
        exact = nx.single_source_shortest_path_length(lanes.reverse(), int(floor.door[goal]))
        assert routes.lane_distance_m(starts, goal).tolist() == [exact[start] for start in starts.tolist()]


def test_following_the_next_cell_goes_the_shortest_way(floor: Floor) -> None:
    """Each step brings a robot one metre nearer to its goal."""
    routes = Routes(floor)
    goal = int(floor.slots[1, 0])
    door, edge = int(floor.door[goal]), int(floor.edge[floor.door[goal]])
    for start in floor.lane_cells()[::23].tolist():
        cell, left = start, int(routes.lane_distance_m(start, goal))
        while cell != door:
            cell = routes.next_cell(cell, edge)
            left -= 1
            assert int(routes.lane_distance_m(cell, goal)) == left
        assert left == 0


@pytest.mark.parametrize("count", [1, 2, 5, 20])
def test_tables_with_blocked_edges_are_those_of_lanes_that_are_that_much_longer(floor: Floor, count: int) -> None:
    """What is computed again is enough: distances are those of Dijkstra, and each next cell lies on a shortest way."""
    routes, lanes = Routes(floor), floor.graph()
    blocked = frozenset(range(3, len(floor.edges), len(floor.edges) // count)[:count])
    routes.block(blocked)
    for here, there, edge in lanes.edges(data="edge"):
        first = here == floor.junctions[floor.edges[edge].tail]
        lanes[here][there]["metres"] = 1 + (BLOCKED_M if edge in blocked and first else 0)
    for number, junction in enumerate(floor.junctions.tolist()):
        exact = nx.single_source_dijkstra_path_length(lanes, junction, weight="metres")
        assert routes.distance_m[number].tolist() == [exact[int(other)] for other in floor.junctions]
        for goal in range(0, len(floor.edges), 7):
            tail = floor.edges[goal].tail
            if tail == number:
                continue
            onward = routes.next_cell(junction, goal)
            way = int(floor.edge[onward]) if floor.edge[onward] >= 0 else lanes[junction][onward]["edge"]
            cost = floor.edges[way].length + (BLOCKED_M if way in blocked else 0)
            assert cost + routes.distance_m[floor.edges[way].head, tail] == routes.distance_m[number, tail]


def test_next_cells_of_many_robots_are_those_of_each(floor: Floor) -> None:
    """Off the lanes there is no next cell."""
    routes = Routes(floor)
    goal_edge = np.arange(40) * 3 % len(floor.edges)
    robot = np.arange(39, -1, -1)
    cell = np.concatenate([floor.lane_cells()[:36], floor.bays[:4]])
    expected = [routes.next_cell(int(at), int(goal_edge[who])) for at, who in zip(cell, robot, strict=True)]
    assert routes.next_cells(cell, goal_edge, robot).tolist() == expected
    assert expected[36:] == [-1] * 4


def test_a_blocked_edge_is_avoided_until_it_clears(floor: Floor) -> None:
    """A blocked edge costs more for all ways across it, and the same as ever when it is free again."""
    routes = Routes(floor)
    before = routes.distance_m.copy()
    edge = floor.edges[3]
    routes.block(routes.edges_at(edge.cells[0]))
    assert before[edge.tail, edge.head] < routes.distance_m[edge.tail, edge.head] <= edge.length + BLOCKED_M
    routes.block(frozenset())
    assert (routes.distance_m == before).all()


def test_a_robot_on_a_junction_blocks_all_edges_into_it(floor: Floor) -> None:
    """Nobody can cross a junction on which somebody stands."""
    junction = len(floor.junctions) // 2
    found = Routes(floor).edges_at(int(floor.junctions[junction]))
    assert found == {number for number, edge in enumerate(floor.edges) if edge.head == junction}


def test_a_floor_is_built_once() -> None:
    """Equal specifications share one floor."""
    assert floor_of(FloorSpec(width_m=21)) is floor_of(FloorSpec(width_m=21))
