"""Crowds of robots around the junctions of a tiny floor, for tests of who may go."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from tests.plant.driving import NOBODY, Hub
from twin.plant.lanes import Routes, floor_of
from twin.plant.robots import Stage
from twin.plant.spec import FleetSpec, FloorSpec

LANES = FloorSpec(width_m=12, height_m=12, cross_every_m=4)

Standing = tuple[int, int, int, int, int]
"""Where a robot stands, which cell it wants, its goal, since how many steps it waits, when it may go."""


@st.composite
def crowds(draw: st.DrawFn) -> list[Standing]:
    """Up to 28 robots around junctions, each wanting one of the cells that come next."""
    count = draw(st.integers(2, 28))
    floor, onward = floor_of(LANES), onward_cells()
    cells: list[int] = []
    while len(cells) < count:
        junction = int(floor.junctions[draw(st.integers(0, len(floor.junctions) - 1))])
        around = [junction, *onward[junction], *(cell for cell in onward if junction in onward[cell])]
        cells += [cell for cell in draw(st.permutations(around)) if cell not in cells][: count - len(cells)]
    return [
        (
            cell,
            draw(st.sampled_from(onward[cell])),
            int(floor.bays[draw(st.integers(0, len(floor.bays) - 1))]),
            draw(st.integers(0, 20)),
            draw(st.sampled_from((0, 0, 0, 2, 99))),
        )
        for cell in draw(st.permutations(cells))
    ]


@cache
def onward_cells() -> dict[int, list[int]]:
    """Every lane cell with the cells that come next."""
    floor = floor_of(LANES)
    exits = Routes(floor).exits
    ends = {int(cell): list(dict.fromkeys(exits[:, number].tolist())) for number, cell in enumerate(floor.junctions)}
    return ends | {cell: [int(floor.succ[cell])] for cell in range(floor.places) if floor.succ[cell] >= 0}


def hub_with(crowd: list[Standing]) -> Hub:
    """A hub on whose lanes *crowd* stands."""
    hub = Hub(people=NOBODY, floor=LANES, fleet=FleetSpec(count=len(crowd)))
    robots, floor = hub.fleet.robots, hub.floor
    for robot in range(len(crowd)):
        robots.stand_at(robot, int(robots.workshop[robot]))
    for robot, (cell, want, goal, waited, ready) in enumerate(crowd):
        robots.stand_at(robot, cell)
        robots.goal[robot], robots.goal_lane[robot] = goal, floor.door[goal]
        robots.goal_edge[robot] = floor.edge[robots.goal_lane[robot]]
        robots.want[robot] = want
        robots.enter(robot, Stage.PARKING)
        robots.waited[robot], robots.ready[robot] = waited, ready
    return hub
