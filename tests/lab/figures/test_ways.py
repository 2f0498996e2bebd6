"""Ways between samples: along lanes, in their direction where possible, and nothing where somebody carried a robot."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.lab.figures.ways import FURTHEST, Ways
from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec

FLOOR = Floor(FloorSpec())
WAYS = Ways(FLOOR)
LANES = FLOOR.lane_cells().tolist()


def _spot(place: int) -> tuple[float, float]:
    return float(FLOOR.x_m[place]), float(FLOOR.y_m[place])


def _corner() -> tuple[int, int, int, int]:
    """Two cells before a crossing, the crossing, and the cell after a turn there."""
    for edge in FLOOR.edges:
        for turn in FLOOR.edges:
            turns = abs(edge.cells[1] - edge.cells[0]) != abs(turn.cells[1] - turn.cells[0])
            if turn.tail == edge.head and turns:
                return edge.cells[-2], edge.cells[-1], int(FLOOR.junctions[edge.head]), turn.cells[0]
    raise AssertionError("a floor has corners")


def test_a_corner_is_driven_around_not_cut() -> None:
    """From before a crossing to beside it: through the crossing."""
    corner = _corner()
    assert WAYS.between(_spot(corner[0]), _spot(corner[-1])) == corner


@given(st.sampled_from(LANES), st.sampled_from(LANES))
def test_every_step_is_one_metre_along_an_axis_on_lanes(start: int, goal: int) -> None:
    """No line crosses a rack, whatever two samples say."""
    way = WAYS.between(_spot(start), _spot(goal))
    for here, there in pairwise(way):
        assert abs(FLOOR.x_m[here] - FLOOR.x_m[there]) + abs(FLOOR.y_m[here] - FLOOR.y_m[there]) == 1
    assert all(FLOOR.is_lane(place) for place in way)
    assert len(way) <= FURTHEST + 1
    if way:
        assert (way[0], way[-1]) == (start, goal)


def test_a_bay_is_entered_from_its_lane() -> None:
    """One step aside, and back."""
    bay = int(FLOOR.bays[0])
    assert WAYS.between(_spot(bay), _spot(int(FLOOR.door[bay]))) == (bay, int(FLOOR.door[bay]))


def test_against_a_lane_is_drawn_where_with_it_there_is_no_way() -> None:
    """A robot that has lost its way drove back two metres."""
    after, before = FLOOR.edges[0].cells[3], FLOOR.edges[0].cells[1]
    assert WAYS.between(_spot(after), _spot(before)) == (after, FLOOR.edges[0].cells[2], before)


def test_a_robot_that_was_carried_leaves_no_line() -> None:
    """Across the floor within one sample, or off the floor."""
    assert WAYS.between((0, 0), (30, 30)) == ()
    assert WAYS.between((0, 4), (-3, 4)) == ()
    assert WAYS.driven(np.array([0.0, 30.0, np.nan, 0.0]), np.array([0.0, 30.0, np.nan, 4.0])) == set()


def test_steps_in_a_row_become_one_line() -> None:
    """Driven twice, drawn once; a corner parts two lines."""
    corner = _corner()
    spots = np.array([_spot(corner[0]), _spot(corner[2]), _spot(corner[3]), _spot(corner[3])])
    lines = WAYS.lines(WAYS.driven(spots[:, 0], spots[:, 1]))
    assert sorted(abs(x - to_x) + abs(y - to_y) for x, y, to_x, to_y in lines) == [1.0, 2.0]
