"""Rules of the floor."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plant.driving import STANDARD_FLOOR
from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec

BOTH_SIDES = FloorSpec(width_m=34, height_m=40, pick_stations=14, replenish_stations=5, chargers=9)
"""Twelve lanes, six blocks for stations on a side."""


@given(width=st.integers(12, 48), height=st.integers(12, 48), cross=st.integers(4, 40))
def test_every_lane_cell_can_be_reached_from_every_other(width: int, height: int, cross: int) -> None:
    """One-way lanes are strongly connected, whatever the size."""
    lanes = Floor(FloorSpec(width_m=width, height_m=height, cross_every_m=cross)).graph()
    assert nx.is_strongly_connected(lanes)


@pytest.mark.parametrize("spec", [FloorSpec(), STANDARD_FLOOR, BOTH_SIDES])
def test_whatever_stands_on_purpose_stands_off_the_lanes(spec: FloorSpec) -> None:
    """Bays, slots and chargers are no lane cells, and each has a door on an edge, never on a junction."""
    floor = Floor(spec)
    places = np.concatenate([floor.bays, floor.all_slots.ravel(), floor.chargers])
    assert not any(floor.is_lane(place) for place in places.tolist())
    assert (floor.edge[floor.door[places]] >= 0).all()


def test_places_have_numbers_and_positions_of_their_own() -> None:
    """Grid cells come first, then slots, then chargers, and no two places lie on one spot."""
    floor = Floor(BOTH_SIDES)
    assert floor.cell(3, 2) == 2 * floor.width + 3
    assert floor.slots.min() == floor.cells
    assert floor.chargers.max() == floor.places - 1
    spots = set(zip(floor.x_m.tolist(), floor.y_m.tolist(), strict=True))
    assert len(spots) == floor.places


def test_picking_is_south_restocking_and_charging_north() -> None:
    """Pick stations hang on row 0, replenishment stations and chargers on the top row."""
    floor = Floor(FloorSpec())
    assert floor.replenish_slots.shape == (2, 6)
    assert (floor.y_m[floor.slots] < 0).all()
    assert (floor.y_m[floor.replenish_slots] >= floor.height).all()
    assert (floor.y_m[floor.chargers] >= floor.height).all()
    assert floor.inside(0, 0)
    assert not floor.inside(floor.width, 0)


def test_the_small_hub_has_as_many_pods_as_the_reference() -> None:
    """The field of 32 by 32 m holds about 600 pods."""
    assert 500 <= len(Floor(FloorSpec()).bays) <= 700


def test_many_pick_stations_lie_on_both_sides_and_so_does_restocking() -> None:
    """More than two on a block: half of them, and of the replenishment stations, on either side, spread evenly."""
    floor = Floor(BOTH_SIDES)
    assert (floor.y_m[floor.slots[:, 0]] < 0).tolist() == [True] * 7 + [False] * 7
    assert (floor.y_m[floor.replenish_slots[:, 0]] < 0).tolist() == [True] * 2 + [False] * 3
    for side in (floor.slots[:7], floor.slots[7:]):
        assert len(set(floor.x_m[side[:, 0]].tolist())) >= 6


def test_a_station_s_block_has_a_lane_in_and_a_lane_out_and_no_charger() -> None:
    """Down the eastern lane and up the western one in the south, the other way round in the north."""
    floor = Floor(BOTH_SIDES)
    for slot in floor.all_slots.ravel().tolist():
        edge = floor.edges[int(floor.edge[floor.door[slot]])]
        into = [other for other in floor.edges if other.head == edge.tail and other.cells[0] - edge.cells[0] != 0]
        out = [other for other in floor.edges if other.tail == edge.head]
        vertical = {abs(other.cells[1] - other.cells[0]) for other in into} & {floor.width}
        assert vertical
        assert floor.width in {abs(other.cells[1] - other.cells[0]) for other in out}
    of_stations = set(floor.edge[floor.door[floor.all_slots.ravel()]].tolist())
    assert of_stations.isdisjoint(floor.edge[floor.door[floor.chargers]].tolist())


@given(height=st.integers(12, 200), cross=st.integers(4, 40))
def test_as_many_cross_lanes_run_east_as_west(height: int, cross: int) -> None:
    """An even number, evenly spread, with a cell between, and about as far apart as was asked for."""
    rows = Floor(FloorSpec(width_m=12, height_m=height, cross_every_m=cross)).cross_y
    gaps = np.diff(rows)
    assert len(rows) % 2 == 0
    assert (rows[0], rows[-1]) == (0, height - 1)
    assert gaps.max() - gaps.min() <= 1
    assert gaps.min() >= 2
