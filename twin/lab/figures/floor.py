"""The floor: lanes, pods, stations and chargers, and on them where robots stood still and who made them.

Congestion is drawn as heat: seconds per cell in which a robot stood on a lane without working there. The way of each
compromised robot is a line from the moment it fell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from twin.core.log import Array, Columns, Log
from twin.core.units import SECOND_US, Us, format_clock
from twin.lab.figures.events import contained, fallen
from twin.lab.figures.style import (
    ATTACK,
    EFFECT,
    GRID,
    INK,
    MUTED,
    NORMAL,
    PANEL,
    PAPER,
    PEOPLE,
    RESPONSE,
    house_style,
    key,
    mark,
    panel,
    sheet,
)
from twin.plant.floor import Floor

if TYPE_CHECKING:
    from twin.lab.run import Run

_STANDING = ("moving", "stopped")
"""States in which standing on a lane is time lost."""

_INCIDENTS = {"jam": "P", "near_miss": "X", "contact": "*"}
_WORDS = {
    "contact": "contacts with a person",
    "near_miss": "near-misses",
    "jam": "jams",
    "protective_stop": "protective stops",
    "recovered": "robots freed by hand",
    "server_trip": "server trips",
}
_FURTHEST_M = 12.0
"""A robot drives less than this between two samples; a longer way is somebody carrying it."""


class Standing(NamedTuple):
    """Where robots stood on lanes: seconds a cell, shape (height, width), and the worst minute (us)."""

    seconds: Array
    worst: Us


def standing(log: Log, floor: Floor) -> Standing:
    """Seconds that robots stood still on each lane cell, and the moment at which most of them did."""
    pose = log.since("pose")
    seconds = np.zeros((floor.height, floor.width))
    if not len(pose["time"]):
        return Standing(seconds, 0)
    order = np.lexsort((pose["time"], pose["robot"]))
    rows: Columns = {name: values[order] for name, values in pose.items()}
    same = (rows["robot"][1:] == rows["robot"][:-1]) & (np.hypot(np.diff(rows["x_m"]), np.diff(rows["y_m"])) < 0.05)
    codes = [code for code in map(log.truth_names.find, _STANDING) if code is not None]
    x, y = np.rint(rows["x_m"][1:]).astype(int), np.rint(rows["y_m"][1:]).astype(int)
    here = (x >= 0) & (x < floor.width) & (y >= 0) & (y < floor.height)
    lanes = _lanes(floor)
    still = same & np.isin(rows["state"][1:], codes) & here
    still &= lanes[np.clip(y, 0, floor.height - 1), np.clip(x, 0, floor.width - 1)]
    lasted = np.diff(rows["time"])[still] / SECOND_US
    np.add.at(seconds, (y[still], x[still]), lasted)
    times, counts = np.unique(rows["time"][1:][still], return_counts=True)
    middle = int(pose["time"][len(pose["time"]) // 2])
    return Standing(seconds, int(times[np.argmax(counts)]) if len(times) else middle)


def _lanes(floor: Floor) -> Array:
    """Which grid cells are lanes, shape (height, width)."""
    lanes = np.zeros(floor.cells, dtype=np.bool_)
    lanes[floor.lane_cells()] = True
    return lanes.reshape(floor.height, floor.width)


def finding(run: Run) -> str:
    """How long robots stood on lanes, all together."""
    minutes = standing(run.log, run.floor).seconds.sum() / 60
    count = run.site.plant.fleet.count
    lost = f"{minutes:,.0f} robot-minutes were spent standing on lanes"
    fell = sum(name in set(run.log.texts("pose", "robot")) for name in fallen(run.log))
    if not fell:
        return f"No robot was taken over; {lost} by a fleet of {count}"
    return f"{fell} of {count} robots were taken over; {lost}"


def draw(run: Run, at_us: Us | None = None) -> Figure:
    """The floor at *at_us* (by default the moment when most robots stood), over the heat of the whole run."""
    floor = run.floor
    heat = standing(run.log, floor)
    at = heat.worst if at_us is None else at_us
    ends = float(floor.y_m.min()) - 1, float(floor.y_m.max()) + 1
    scale = min(7.2 / (floor.width + 1), 7.0 / (ends[1] - ends[0]))
    wide, high = scale * (floor.width + 1), scale * (ends[1] - ends[0])
    with house_style():
        subtitle = (
            f"Posture {run.posture.name}, seed {run.seed}. Robots at {format_clock(run.story.starts, at)}; "
            "heat and lines over the whole run. 1 cell = 1 m."
        )
        figure = sheet(high + 0.55, finding(run), subtitle)
        axes = panel(figure, 0.12, 0.5, wide, high)
        _ground(axes, floor)
        _heat(axes, heat.seconds)
        _ways(axes, run)
        _robots(axes, run, at)
        axes.set_xlim(-1, floor.width)
        axes.set_ylim(*ends)
        axes.axis("off")
        _notes(figure, run, heat.seconds, (wide + 0.35, 0.5, high))
        _key(figure)
    return figure


def _ground(axes: Axes, floor: Floor) -> None:
    axes.imshow(
        ~_lanes(floor), origin="lower", vmin=0, vmax=1,
        cmap=LinearSegmentedColormap.from_list("ground", [PAPER, PANEL]),
        extent=(-0.5, floor.width - 0.5, -0.5, floor.height - 0.5), zorder=0, interpolation="nearest",
    )  # fmt: skip
    for number, x in enumerate(floor.lane_x):
        up = number % 2 == 0 and number != len(floor.lane_x) - 1
        axes.plot([x, x], [0, floor.height - 1], color=GRID, linewidth=0.8, zorder=1)
        axes.plot(x, floor.height * 0.5 + 2, marker="^" if up else "v", color=GRID, markersize=4, zorder=1)
    for y in floor.cross_y:
        axes.plot([0, floor.lane_x[-1]], [y, y], color=GRID, linewidth=0.8, zorder=1)
    slots, chargers = floor.slots.ravel(), floor.chargers
    axes.plot(floor.x_m[slots], floor.y_m[slots], "s", color=GRID, markersize=6, markerfacecolor=PANEL, zorder=1)
    axes.plot(floor.x_m[chargers], floor.y_m[chargers], "P", color=MUTED, markersize=6, markerfacecolor=PANEL, zorder=1)
    for station, places in enumerate(floor.slots):
        axes.text(
            floor.x_m[places].mean(),
            floor.y_m[places].min() - 0.8,
            f"station {station + 1}",
            ha="center",
            va="top",
            fontsize=7.5,
            color=MUTED,
        )


def _heat(axes: Axes, seconds: Array) -> None:
    if seconds.max() > 0:
        shown = np.ma.masked_less(seconds, 1.0)
        colours = LinearSegmentedColormap.from_list("heat", [f"{EFFECT}26", f"{EFFECT}FF"])
        height, width = seconds.shape
        axes.imshow(
            shown, origin="lower", cmap=colours, vmin=0, vmax=max(60.0, float(seconds.max())), zorder=2,
            extent=(-0.5, width - 0.5, -0.5, height - 0.5), interpolation="nearest",
        )  # fmt: skip


def _ways(axes: Axes, run: Run) -> None:
    pose = run.log.since("pose")
    for name, since in fallen(run.log).items():
        code = run.log.truth_names.find(name)
        mine = (pose["robot"] == code) & (pose["time"] >= since)
        x, y = pose["x_m"][mine].copy(), pose["y_m"][mine]
        x[1:][np.hypot(np.diff(x), np.diff(y)) > _FURTHEST_M] = np.nan
        axes.plot(x, y, color=ATTACK, linewidth=1.3, alpha=0.75, zorder=3)
    for row in run.log.records("incident"):
        marker = _INCIDENTS.get(row["incident"])
        if marker:
            axes.plot(
                row["x_m"],
                row["y_m"],
                marker,
                color=INK,
                markersize=8,
                markerfacecolor=EFFECT,
                markeredgewidth=0.9,
                zorder=6,
            )


def _robots(axes: Axes, run: Run, at: Us) -> None:
    pose, texts = run.log.since("pose"), run.log.truth_names.texts
    if not len(pose["time"]):
        return
    frame = pose["time"][np.searchsorted(pose["time"], at, side="right") - 1]
    bad, held = fallen(run.log), contained(run.log)
    for row in np.flatnonzero(pose["time"] == frame).tolist():
        name, state = texts[pose["robot"][row]], texts[pose["state"][row]]
        marker, colour, filled = _look(state, taken=bad.get(name, at + 1) <= at, held=held.get(name, at + 1) <= at)
        axes.plot(
            pose["x_m"][row], pose["y_m"][row], marker, color=colour, markersize=6.5 if marker in "^s" else 5.5,
            markerfacecolor=colour if filled else PAPER, markeredgewidth=1.1, zorder=5,
        )  # fmt: skip
    people = run.log.since("person")
    now = (
        people["time"] == people["time"][np.searchsorted(people["time"], at, side="right") - 1]
        if len(people["time"])
        else []
    )
    if len(people["time"]):
        axes.plot(
            people["x_m"][now],
            people["y_m"][now],
            "o",
            color=INK,
            markersize=6.5,
            markerfacecolor=PEOPLE,
            markeredgewidth=1.3,
            zorder=5,
        )


def _look(state: str, *, taken: bool, held: bool) -> tuple[str, str, bool]:
    if held:
        return "s", RESPONSE, True
    if taken:
        return "^", ATTACK, True
    return ("o", NORMAL, state in ("moving", "working")) if state != "stopped" else ("D", NORMAL, True)


def _notes(figure: Figure, run: Run, seconds: Array, place: tuple[float, float, float]) -> None:
    left, bottom, high = place
    counts: dict[str, int] = {}
    for row in run.log.records("incident"):
        counts[row["incident"]] = counts.get(row["incident"], 0) + 1
    lines = [(f"{counts[name]}", words) for name, words in _WORDS.items() if name in counts]
    worst = np.unravel_index(int(seconds.argmax()), seconds.shape)
    lines.append((f"{seconds.max():,.0f} s", f"longest on one cell\n(east {worst[1]} m, north {worst[0]} m)"))
    width, height = figure.get_size_inches()
    for number, (value, words) in enumerate(lines[:6]):
        y = (bottom + high - 0.25 - 0.75 * number) / height
        figure.text(left / width, y, value, fontsize=15, fontweight="bold", va="center")
        figure.text(left / width, y - 0.2 / height, words, fontsize=8.5, color=MUTED, va="top")


def _path() -> Line2D:
    """The mark of a compromised robot on the line that it drove."""
    line = mark("^", ATTACK)
    line.set_linestyle("-")
    return line


def _key(figure: Figure) -> None:
    marks = [
        (mark("o", NORMAL), "robot"),
        (mark("o", NORMAL, filled=False), "idle, charging"),
        (mark("D", NORMAL), "stopped"),
        (_path(), "compromised, its path"),
        (mark("s", RESPONSE), "contained"),
        (Patch(color=EFFECT), "standing"),
        (mark("X", INK), "near-miss"),
        (mark("P", INK), "jam"),
        (mark("P", MUTED, filled=False), "charger"),
    ]
    key(figure, marks, columns=9)
