"""The floor as a drawing surface: it fits, and its words do not touch."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from twin.lab.figures.ground import draw_ground, frame
from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec

SMALL = Floor(FloorSpec())
LARGE = Floor(FloorSpec(width_m=200, height_m=140, pick_stations=90, chargers=130))


@pytest.mark.parametrize("floor", [SMALL, LARGE])
def test_the_frame_holds_every_place(floor: Floor) -> None:
    """Within 7.2 by 7 inches and a line of words, at one scale for both directions."""
    shape = frame(floor)
    assert shape.wide <= 7.2 + 1e-9
    assert shape.high <= 7.7
    assert shape.low_m < floor.y_m.min()
    assert shape.top_m > floor.y_m.max()
    assert shape.wide / (floor.width + 1) == pytest.approx(shape.high / (shape.top_m - shape.low_m))


def test_marks_keep_between_their_limits() -> None:
    """Readable on a large floor, not monstrous on a small one."""
    assert frame(LARGE).mark(1.6, 6.0) < frame(SMALL).mark(1.6, 6.0) <= 6.0


@pytest.mark.parametrize(("floor", "words"), [(SMALL, "station 1"), (LARGE, "1")])
def test_stations_have_names_or_numbers(floor: Floor, words: str) -> None:
    """Where names would touch, numbers stand, and not all of them."""
    axes = Figure().add_subplot()
    draw_ground(axes, floor, frame(floor))
    texts = [text.get_text() for text in axes.texts]
    assert texts[0] == words
    assert len(texts) <= len(floor.all_slots)
    assert len(LARGE.slots) > 60 or floor is SMALL


def test_arrows_point_both_ways() -> None:
    """Lanes alternate; a picture that shows every second one would show one direction only."""
    axes = Figure().add_subplot()
    draw_ground(axes, LARGE, frame(LARGE))
    shown = {str(line.get_marker()): len(line.get_xdata()) for line in axes.lines}  # type: ignore[arg-type]
    assert all(shown[marker] for marker in "<>^v")
