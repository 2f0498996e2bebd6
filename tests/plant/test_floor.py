"""Rules of the floor."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec


@given(width=st.integers(12, 48), height=st.integers(12, 48), cross=st.integers(4, 40))
def test_every_lane_cell_can_be_reached_from_every_other(width: int, height: int, cross: int) -> None:
    """One-way lanes are strongly connected, whatever the size."""
    lanes = Floor(FloorSpec(width_m=width, height_m=height, cross_every_m=cross)).graph()
    assert nx.is_strongly_connected(lanes)


@pytest.mark.parametrize("spec", [FloorSpec(), FloorSpec(width_m=64, height_m=64, pick_stations=20, chargers=30)])
def test_whatever_stands_on_purpose_stands_off_the_lanes(spec: FloorSpec) -> None:
    """Bays, slots and chargers are no lane cells, and each has a door on an edge, never on a junction."""
    floor = Floor(spec)
    places = np.concatenate([floor.bays, floor.slots.ravel(), floor.chargers])
    assert not any(floor.is_lane(place) for place in places.tolist())
    assert (floor.edge[floor.door[places]] >= 0).all()


def test_places_have_numbers_and_positions_of_their_own() -> None:
    """Grid cells come first, then slots, then chargers, and no two places lie on one spot."""
    floor = Floor(FloorSpec())
    assert floor.cell(3, 2) == 2 * floor.width + 3
    assert floor.slots.min() == floor.cells
    assert floor.chargers.max() == floor.places - 1
    spots = set(zip(floor.x_m.tolist(), floor.y_m.tolist(), strict=True))
    assert len(spots) == floor.places


def test_stations_lie_south_and_chargers_north() -> None:
    """Stations hang on row 0, chargers on the top row."""
    floor = Floor(FloorSpec())
    assert (floor.y_m[floor.slots] < 0).all()
    assert (floor.y_m[floor.chargers] >= floor.height).all()
    assert floor.inside(0, 0)
    assert not floor.inside(floor.width, 0)


def test_the_small_hub_has_as_many_pods_as_the_reference() -> None:
    """The field of 32 by 32 m holds about 600 pods."""
    assert 500 <= len(Floor(FloorSpec()).bays) <= 700
