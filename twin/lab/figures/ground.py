"""The robot field as a drawing surface: lanes with their direction, pods between them, stations and chargers.

Everything is drawn as lines and marks in theme colours, so the floor follows a reader's light or dark screen, and its
size in a page does not grow with the number of cells.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from twin.core.log import Array
from twin.lab.figures.style import GRID, MUTED, PANEL, PAPER
from twin.plant.floor import Floor

_LEAST_LABEL_IN = 0.75
_LEAST_ARROW_IN = 0.9


class Frame(NamedTuple):
    """How a floor fits into a picture: inches a metre, width and height (inches), lowest and highest y (m)."""

    scale: float
    wide: float
    high: float
    low_m: float
    top_m: float

    def mark(self, least: float, most: float) -> float:
        """Size of a mark (points) that fills most of a cell, within limits."""
        return min(most, max(least, self.scale * 72 * 0.75))


def frame(floor: Floor, width_in: float = 7.2, height_in: float = 7.0) -> Frame:
    """The largest frame within *width_in* and *height_in* inches, with room for the words of stations."""
    low, top = float(floor.y_m.min()) - 1, float(floor.y_m.max()) + 1
    scale = min(width_in / (floor.width + 1), height_in / (top - low))
    words = 0.3 / scale
    low, top = low - words, top + words * bool((floor.y_m[floor.all_slots] > 0).any())
    return Frame(scale, scale * (floor.width + 1), scale * (top - low), low, top)


def draw_ground(axes: Axes, floor: Floor, shape: Frame) -> None:
    """Pods as one surface, lanes cut out of it, places beside them."""
    axes.set_xlim(-1, floor.width)
    axes.set_ylim(shape.low_m, shape.top_m)
    axes.axis("off")
    axes.add_patch(Rectangle((-0.5, -0.5), floor.width, floor.height, facecolor=PANEL, edgecolor="none", zorder=0))
    last = floor.lane_x[-1]
    lanes: list[tuple[tuple[float, float], tuple[float, float]]] = [
        *(((x, -0.5), (x, floor.height - 0.5)) for x in floor.lane_x),
        *(((-0.5, y), (last + 0.5, y)) for y in floor.cross_y),
    ]
    axes.add_collection(LineCollection(lanes, colors=PAPER, linewidths=shape.scale * 72, capstyle="butt", zorder=0.5))
    axes.add_collection(LineCollection(lanes, colors=GRID, linewidths=min(0.7, shape.scale * 8), zorder=0.6))
    _arrows(axes, floor, shape)
    _places(axes, floor, shape)


def _arrows(axes: Axes, floor: Floor, shape: Frame) -> None:
    """One arrow a stretch of lane, in its direction; fewer where the floor is large."""
    if not floor.edges:
        return
    middles = np.array([edge.cells[len(edge.cells) // 2] for edge in floor.edges])
    steps = floor.succ[middles] - middles
    every = 2 * round(_LEAST_ARROW_IN / (shape.scale * 12)) + 1  # odd: lanes alternate, and so must arrows
    x, y = floor.x_m[middles], floor.y_m[middles]
    shown = (np.searchsorted(floor.lane_x, x, side="right") % every == 0) | (np.abs(steps) == 1)
    shown &= (np.searchsorted(floor.cross_y, y, side="right") % every == 0) | (np.abs(steps) != 1)
    for step, marker in ((1, ">"), (-1, "<"), (floor.width, "^"), (-floor.width, "v")):
        mine = shown & (steps == step)
        axes.plot(x[mine], y[mine], marker, color=GRID, markersize=shape.mark(1.5, 4.5), zorder=0.7)


def _places(axes: Axes, floor: Floor, shape: Frame) -> None:
    size = shape.mark(1.6, 6.0)
    for slots, marker in ((floor.slots, "s"), (floor.replenish_slots, "p")):
        places = slots.ravel()
        axes.plot(floor.x_m[places], floor.y_m[places], marker, color=MUTED, markersize=size * 0.8, alpha=0.6,
                  markerfacecolor=PANEL, markeredgewidth=min(0.8, size / 5), zorder=1)  # fmt: skip
    spots = floor.chargers
    axes.plot(floor.x_m[spots], floor.y_m[spots], "P", color=MUTED, markersize=size, markerfacecolor=PANEL,
              markeredgewidth=min(0.9, size / 5), zorder=1)  # fmt: skip
    _labels(axes, floor, floor.slots, "station", shape)
    _labels(axes, floor, floor.replenish_slots, "refill", shape)


def _labels(axes: Axes, floor: Floor, stations: Array, word: str, shape: Frame) -> None:
    """``station 1``, or numbers alone and not all of them where they would touch."""
    if not len(stations):
        return
    pitch = shape.wide / len(stations)
    every = max(1, round(0.35 / pitch))
    for number in range(0, len(stations), every):
        places = stations[number]
        south = bool(floor.y_m[places].mean() < 0)
        x_m, y_m = float(floor.x_m[places].mean()), shape.low_m + 0.3 / shape.scale + 0.7
        y_m = y_m if south else shape.top_m - 0.3 / shape.scale - 0.7
        words = f"{word} {number + 1}" if pitch > _LEAST_LABEL_IN else f"{number + 1}"
        axes.annotate(
            words, (x_m, y_m), xytext=(0, -6 if south else 6), textcoords="offset points", ha="center",
            va="top" if south else "bottom", fontsize=7.5, color=MUTED, annotation_clip=False,
        )  # fmt: skip
