"""Congestion: on which lane cells robots waited, summed over the run, and the worst places by name.

Robots that were halted on a lane (held, broken, lost) are no congestion themselves; they are marked, because queues
grow behind them.

Sources: robot-minutes waited a cell as the map of congestion, as in simulators of robotic fulfilment such as RAWSim-O
(M. Merschformann et al., 2018).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Patch

from twin.core.log import Array
from twin.core.units import SECOND_US
from twin.lab.figures.ground import Frame, draw_ground, frame
from twin.lab.figures.poses import Samples, Standing, samples, standing
from twin.lab.figures.style import EFFECT, GRID, INK, MUTED, PAPER, house_style, key, mark, panel, sheet
from twin.plant.floor import Floor

if TYPE_CHECKING:
    from twin.lab.run import Run

_LEAST_MIN = 0.5
_SPOTS = 5
_APART_M = 5
_NEAR_M = 9.0
_HALTED_MIN = 1.0
_DARK = "#A85400"
_LANE = "on a lane"
_DISC = {"boxstyle": "circle,pad=0.22", "facecolor": PAPER, "edgecolor": INK, "linewidth": 0.9}


class Spot(NamedTuple):
    """A place where robots waited: cell (m), robot-minutes within two metres of it, and its name."""

    x: int
    y: int
    minutes: float
    name: str


def lacking(run: Run) -> str:
    """Why there is nothing to draw; empty where there is."""
    waited = float(standing(samples(run.log), run.floor).waiting_min.sum())
    return "" if waited >= _LEAST_MIN else "no robot waited on a lane long enough to be seen"


def finding(run: Run) -> str:
    """How long robots waited on lanes, as a share of the fleet's time, and where most."""
    found = samples(run.log)
    return _finding(found, standing(found, run.floor), run.floor)


def _finding(found: Samples, stood: Standing, floor: Floor) -> str:
    total = float(stood.waiting_min.sum())
    if total < _LEAST_MIN:
        return "No robot waited on a lane long enough to be seen"
    share = 100 * total / (len(found.times) * len(found.robots) * _sample_s(found) / 60)
    worst = worst_spots(stood.waiting_min, floor)[0]
    part = 100 * worst.minutes / total
    words = f"Robots waited {total:,.0f} robot-minutes on lanes, {share:.1f} % of the fleet's time"
    where = f"east {worst.x} m, north {worst.y} m" if worst.name == _LANE else worst.name
    return f"{words}; worst is {where} ({part:.0f} % of it)"


def worst_spots(minutes: Array, floor: Floor, most: int = _SPOTS) -> list[Spot]:
    """The places with most waiting within two metres, at least 5 m apart, worst first."""
    padded = np.pad(minutes, 2)
    height, width = minutes.shape
    around = np.zeros_like(minutes)
    for dy in range(5):
        for dx in range(5):
            around += padded[dy : dy + height, dx : dx + width]
    around[minutes <= 0] = 0.0
    spots: list[Spot] = []
    while len(spots) < most and around.max() >= _LEAST_MIN:
        y, x = (int(n) for n in np.unravel_index(int(around.argmax()), around.shape))
        spots.append(Spot(x, y, float(around[y, x]), place_name(floor, x, y)))
        around[max(0, y - _APART_M) : y + _APART_M + 1, max(0, x - _APART_M) : x + _APART_M + 1] = 0.0
    return spots


def place_name(floor: Floor, x: float, y: float) -> str:
    """What is near (*x*, *y*) m: a station, a charger, or the lane itself."""
    near: list[tuple[float, str]] = []
    for word, groups in (("station", floor.slots), ("refill station", floor.replenish_slots)):
        near += [(_distance(floor, places, x, y), f"{word} {n + 1}") for n, places in enumerate(groups)]
    near += [
        (_distance(floor, floor.chargers[n : n + 1], x, y), f"charger {n + 1}") for n in range(len(floor.chargers))
    ]
    distance, name = min(near, default=(np.inf, ""))
    return f"at {name}" if distance <= _NEAR_M else _LANE


def _distance(floor: Floor, places: Array, x: float, y: float) -> float:
    """Metres along the axes to the nearest lane cell that leads into *places*."""
    doors = floor.door[places]
    return float((np.abs(floor.x_m[doors] - x) + np.abs(floor.y_m[doors] - y)).min())


def _sample_s(found: Samples) -> float:
    """Seconds between two samples."""
    return float(np.median(np.diff(found.times))) / SECOND_US if len(found.times) > 1 else 0.0


def draw(run: Run) -> Figure:
    """The floor with its waiting as heat, halted robots marked, and the five worst places."""
    floor, found = run.floor, samples(run.log)
    stood, shape = standing(found, floor), frame(floor)
    with house_style():
        subtitle = (
            f"{len(found.robots):,} robots, posture {run.posture.name}, seed {run.seed}: one run. Robot-minutes in "
            "which a robot that wanted to go stood on a lane cell (1 m); "
            f"stops below {_sample_s(found):.0f} s are not seen."
        )
        body = max(shape.high, 3.6)
        figure = sheet(body + 0.5, _finding(found, stood, floor), subtitle)
        axes = panel(figure, 0.12, 0.45 + body - shape.high, shape.wide, shape.high)
        draw_ground(axes, floor, shape)
        image = _heat(axes, stood.waiting_min)
        _halted(axes, stood.halted_min, shape)
        spots = worst_spots(stood.waiting_min, floor)
        _numbers(axes, spots)
        _notes(figure, spots, (shape.wide + 0.35, 0.45 + body))
        if image is not None:
            _scale(figure, image, (shape.wide + 0.4, 0.62))
        _key(figure)
    return figure


def _heat(axes: Axes, minutes: Array) -> AxesImage | None:
    if minutes.max() <= 0:
        return None
    colours = LinearSegmentedColormap.from_list("waiting", [f"{EFFECT}30", f"{EFFECT}FF", f"{_DARK}FF"])
    height, width = minutes.shape
    return axes.imshow(
        np.ma.masked_less_equal(minutes, 0.0), origin="lower", cmap=colours, zorder=2, aspect="auto",
        norm=PowerNorm(0.5, 0, float(minutes.max())), extent=(-0.5, width - 0.5, -0.5, height - 0.5),
        interpolation="nearest",
    )  # fmt: skip


def _halted(axes: Axes, minutes: Array, shape: Frame) -> None:
    y, x = np.nonzero(minutes >= _HALTED_MIN)
    size = shape.mark(3.5, 7.0)
    axes.plot(x, y, "D", color=INK, markersize=size * 0.8, markerfacecolor="none", markeredgewidth=1.0, zorder=3)


def _numbers(axes: Axes, spots: list[Spot]) -> None:
    for number, spot in enumerate(spots, start=1):
        axes.annotate(
            str(number), (spot.x, spot.y), xytext=(9, 9), textcoords="offset points", fontsize=8.5, fontweight="bold",
            ha="center", va="center", zorder=6,
            bbox=_DISC,
        )  # fmt: skip


def _notes(figure: Figure, spots: list[Spot], place: tuple[float, float]) -> None:
    left, top = place
    width, height = figure.get_size_inches()
    figure.text(
        left / width, (top - 0.1) / height, "robot-minutes waited\nwithin 2 m", fontsize=8.5, color=MUTED, va="top"
    )
    for number, spot in enumerate(spots, start=1):
        y = top - 0.05 - 0.55 * number
        words = f"{spot.minutes:,.0f}" if spot.minutes >= 10 else f"{spot.minutes:.1f}"
        figure.text((left + 0.08) / width, y / height, str(number), fontsize=8.5, va="center", ha="center", bbox=_DISC)
        figure.text((left + 0.27) / width, y / height, words, fontsize=11, fontweight="bold", va="center")
        figure.text(
            left / width,
            (y - 0.12) / height,
            f"{spot.name}\n(east {spot.x} m, north {spot.y} m)",
            fontsize=8.5,
            color=MUTED,
            va="top",
        )


def _scale(figure: Figure, image: AxesImage, place: tuple[float, float]) -> None:
    """The colour bar: robot-minutes a cell, finer at its low end."""
    from matplotlib.ticker import MaxNLocator

    left, bottom = place
    axes = panel(figure, left, bottom, 0.14, 1.0)
    bar = figure.colorbar(image, cax=axes, ticks=MaxNLocator(4))
    bar.outline.set_edgecolor(GRID)
    bar.ax.set_title("robot-minutes\na cell", fontsize=8.5, color=MUTED, loc="left", pad=6)


def _key(figure: Figure) -> None:
    key(
        figure,
        [
            (Patch(color=EFFECT), "waiting, stronger is longer"),
            (mark("D", INK, filled=False), f"robot halted here, {_HALTED_MIN:.0f} min and more"),
            (mark("s", MUTED, filled=False), "place at a station"),
            (mark("p", MUTED, filled=False), "at a refill station"),
            (mark("P", MUTED, filled=False), "charger"),
        ],
    )
