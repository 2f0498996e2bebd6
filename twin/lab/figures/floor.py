"""The floor at one moment: who was where, which robots were taken over, where they drove and what came of it.

The way of each compromised robot is drawn along the lanes, from the moment it fell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from twin.core.units import Us, format_clock
from twin.lab.figures.events import contained, fallen
from twin.lab.figures.ground import Frame, draw_ground, frame
from twin.lab.figures.poses import Samples, samples, standing
from twin.lab.figures.style import (
    ATTACK,
    EFFECT,
    INK,
    MUTED,
    NORMAL,
    PAPER,
    PEOPLE,
    RESPONSE,
    house_style,
    key,
    mark,
    panel,
    sheet,
)
from twin.lab.figures.ways import Ways

if TYPE_CHECKING:
    from twin.lab.run import Run

_INCIDENTS = {"jam": ("H", 1.9), "near_miss": ("X", 1.1), "contact": ("*", 1.5)}
"""Mark of each incident and its size in marks of a robot; a jam is a ring, so that who caused it stays visible."""

_COUNTED = {
    "contact": ("contact", "contacts"),
    "near_miss": ("near-miss", "near-misses"),
    "jam": ("jam", "jams"),
}
_WORDS = {
    "contact": "contacts with a person",
    "near_miss": "near-misses",
    "jam": "jams",
    "protective_stop": "protective stops",
    "recovered": "robots freed by hand",
    "server_trip": "server trips",
}


def lacking(run: Run) -> str:
    """Why there is nothing to draw; empty where there is."""
    return "" if run.log.rows("pose") else "no place of a robot was sampled"


def finding(run: Run) -> str:
    """How many robots were taken over, and what happened on the floor."""
    return _finding(run, samples(run.log))


def _finding(run: Run, found: Samples) -> str:
    count, counts = run.site.plant.fleet.count, _incidents(run)
    fell = len(fallen(run.log).keys() & set(found.robots))
    came = ", ".join(
        f"{counts[name]:,} {words[counts[name] > 1]}" for name, words in _COUNTED.items() if counts.get(name)
    )
    came = came or "no jam and no near-miss"
    if not fell:
        return f"No robot was taken over; {came} on the floor"
    return f"{fell:,} of {count:,} robots were taken over; {came} on the floor"


def _incidents(run: Run) -> dict[str, int]:
    words = run.log.texts("incident", "incident")
    return {word: words.count(word) for word in sorted(set(words))}


def draw(run: Run, at_us: Us | None = None) -> Figure:
    """The floor at *at_us*, by default the moment when most robots stood on lanes."""
    floor, found = run.floor, samples(run.log)
    at = standing(found, floor).worst if at_us is None else at_us
    shape = frame(floor)
    body = max(shape.high, 3.9)
    with house_style():
        paths = "; ways and incidents over the whole run" if fallen(run.log) else "; incidents over the whole run"
        subtitle = (
            f"Posture {run.posture.name}, seed {run.seed}. Robots and people at {format_clock(run.story.starts, at)}"
            f"{paths}. 1 cell = 1 m."
        )
        figure = sheet(body + 0.75, _finding(run, found), subtitle)
        axes = panel(figure, 0.12, 0.7 + body - shape.high, shape.wide, shape.high)
        draw_ground(axes, floor, shape)
        _ways(axes, run, found)
        _marks_of_incidents(axes, run, shape)
        _robots(axes, run, found, at, shape)
        _people(axes, run, at, shape)
        _notes(figure, run, (shape.wide + 0.35, 0.7 + body))
        _key(figure)
    return figure


def _ways(axes: Axes, run: Run, found: Samples) -> None:
    fell = {name: since for name, since in fallen(run.log).items() if name in found.robots}
    if not fell:
        return
    ways = Ways(run.floor)
    steps: set[tuple[int, int]] = set()
    for name, since in fell.items():
        robot, first = found.robots.index(name), int(np.searchsorted(found.times, since))
        steps |= ways.driven(found.x_m[first:, robot], found.y_m[first:, robot])
    lines = [((x, y), (to_x, to_y)) for x, y, to_x, to_y in ways.lines(steps)]
    axes.add_collection(LineCollection(lines, colors=ATTACK, linewidths=1.4, alpha=0.8, capstyle="round", zorder=3))


def _marks_of_incidents(axes: Axes, run: Run, shape: Frame) -> None:
    rows, texts, size = run.log.since("incident"), run.log.truth_names.texts, shape.mark(4.0, 6.5)
    words = [texts[code] for code in rows["incident"].tolist()]
    for word, (marker, larger) in _INCIDENTS.items():
        mine = np.array([each == word for each in words], dtype=np.bool_)
        spots = np.unique(np.rint(np.stack([rows["x_m"][mine], rows["y_m"][mine]])), axis=1)
        ring = word == "jam"
        axes.plot(
            spots[0], spots[1], marker, color=EFFECT if ring else INK, markersize=size * larger, linestyle="none",
            markerfacecolor="none" if ring else EFFECT, markeredgewidth=1.8 if ring else 0.9, zorder=4 if ring else 6,
        )  # fmt: skip


def _robots(axes: Axes, run: Run, found: Samples, at: Us, shape: Frame) -> None:
    if not len(found.times):
        return
    frame_no = max(int(np.searchsorted(found.times, at, side="right")) - 1, 0)
    words = {code: word for word, code in found.states.items()}
    bad, held = fallen(run.log), contained(run.log)
    looks: dict[tuple[str, str, bool], list[int]] = {}
    for robot, name in enumerate(found.robots):
        state = words.get(int(found.state[frame_no, robot]), "")
        taken, kept = bad.get(name, at + 1) <= at, held.get(name, at + 1) <= at
        looks.setdefault(_look(state, taken=taken, held=kept), []).append(robot)
    for (marker, colour, filled), members in sorted(looks.items()):
        special = marker in "^s"
        axes.plot(
            found.x_m[frame_no, members], found.y_m[frame_no, members], marker, color=colour, linestyle="none",
            markersize=shape.mark(5.0, 7.5) if special else shape.mark(1.6, 5.5),
            markeredgewidth=1.0 if special else 0.8,
            markeredgecolor=PAPER if special and filled else colour, zorder=5.5 if special else 5,
            markerfacecolor=colour if filled else PAPER,
        )  # fmt: skip


def _people(axes: Axes, run: Run, at: Us, shape: Frame) -> None:
    rows = run.log.since("person")
    if not len(rows["time"]):
        return
    last = max(int(np.searchsorted(rows["time"], at, side="right")) - 1, 0)
    now = rows["time"] == rows["time"][last]
    axes.plot(
        rows["x_m"][now], rows["y_m"][now], "o", color=INK, linestyle="none", markersize=shape.mark(3.0, 6.5),
        markerfacecolor=PEOPLE, markeredgewidth=shape.mark(0.8, 1.4), zorder=5.2,
    )  # fmt: skip


def _look(state: str, *, taken: bool, held: bool) -> tuple[str, str, bool]:
    if held:
        return "s", RESPONSE, True
    if taken:
        return "^", ATTACK, True
    return ("o", NORMAL, state in ("moving", "working")) if state != "stopped" else ("D", NORMAL, True)


def _notes(figure: Figure, run: Run, place: tuple[float, float]) -> None:
    left, top = place
    counts = _incidents(run)
    lines = [(f"{counts[name]:,}", words) for name, words in _WORDS.items() if name in counts]
    width, height = figure.get_size_inches()
    for number, (value, words) in enumerate(lines[:6]):
        y = (top - 0.25 - 0.62 * number) / height
        figure.text(left / width, y, value, fontsize=15, fontweight="bold", va="center")
        figure.text(left / width, y - 0.17 / height, words, fontsize=8.5, color=MUTED, va="top")


def _way() -> Line2D:
    """The mark of a compromised robot on the line that it drove."""
    line = mark("^", ATTACK)
    line.set_linestyle("-")
    return line


def _person() -> Line2D:
    line = mark("o", INK)
    line.set_markerfacecolor(PEOPLE)
    return line


def _ring() -> Line2D:
    line = mark("H", EFFECT, filled=False, size=9)
    line.set_markeredgewidth(1.8)
    return line


def _key(figure: Figure) -> None:
    marks = [
        (mark("o", NORMAL), "robot at work"),
        (mark("o", NORMAL, filled=False), "idle, charging"),
        (mark("D", NORMAL), "stopped"),
        (_way(), "compromised, its way"),
        (mark("s", RESPONSE), "contained"),
        (_person(), "person"),
        (mark("X", INK), "near-miss"),
        (mark("*", INK), "contact"),
        (_ring(), "jam"),
        (mark("s", MUTED, filled=False), "place at a station"),
        (mark("p", MUTED, filled=False), "place at a refill station"),
        (mark("P", MUTED, filled=False), "charger"),
    ]
    key(figure, marks, columns=6)
