"""The fleet over time: what the robots were doing, and how many orders waited past their due time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from twin.core.log import Array, Log
from twin.core.units import MINUTE_US, Us, format_clock
from twin.lab.figures.events import attack_interval, step_spans
from twin.lab.figures.style import (
    ATTACK,
    EFFECT,
    GRID,
    INK,
    MUTED,
    NORMAL,
    PANEL,
    PAPER,
    clock_axis,
    house_style,
    panel,
    sheet,
)

if TYPE_CHECKING:
    from twin.lab.run import Run

_STATES = ("working", "moving", "charging", "idle", "stopped")
_FACES = {"working": MUTED, "moving": "#8795A1", "charging": GRID, "idle": PANEL, "stopped": PAPER}


def finding(run: Run) -> str:
    """The most robots stopped at once, and the most orders past due at once."""
    _, shares = fleet_shares(run.log, run.span_us)
    stopped = round(float(shares["stopped"].max(initial=0.0)))
    times, late = overdue(run.log, run.span_us)
    peak = int(late.max(initial=0))
    robots = f"Up to {stopped} of {run.site.plant.fleet.count} robots stood stopped"
    if not peak:
        return f"{robots}; no order was late"
    when = format_clock(run.story.starts, int(times[late.argmax()]))[:5]
    return f"{robots}; at {when} {peak} orders were past their due time"


def fleet_shares(log: Log, span_us: Us) -> tuple[Array, dict[str, Array]]:
    """Minutes (us) and the mean number of robots in each state in them."""
    pose = log.since("pose")
    minutes = np.arange(0, span_us, MINUTE_US)
    which = np.minimum(pose["time"] // MINUTE_US, max(len(minutes) - 1, 0))
    samples = (
        np.bincount(which[pose["robot"] == pose["robot"][0]], minlength=len(minutes))
        if len(which)
        else np.ones(len(minutes))
    )
    shares = {
        state: np.bincount(which[pose["state"] == log.truth_names.find(state)], minlength=len(minutes))
        / np.maximum(samples, 1)
        for state in _STATES
    }
    return minutes, shares


def overdue(log: Log, span_us: Us) -> tuple[Array, Array]:
    """Minutes (us) and how many orders were open past their due time then."""
    arrived, gone = log.since("order_in"), log.since("order_out")
    times = np.arange(0, span_us + 1, MINUTE_US)
    done = dict(zip(gone["order"].tolist(), gone["time"].tolist(), strict=True))
    ends = np.array([done.get(order, span_us + 1) for order in arrived["order"].tolist()], dtype=np.int64)
    late = ends > arrived["due"]
    begun = np.sort(arrived["due"][late]).searchsorted(times, side="left")
    return times, begun - np.sort(ends[late]).searchsorted(times, side="right")


def draw(run: Run) -> Figure:
    """Robots by state above, orders past due below, the attack as one band through both."""
    with house_style():
        about = f"{run.site.plant.fleet.count} robots, posture {run.posture.name}, seed {run.seed}"
        subtitle = f"{about}: one run. Means by minute; the band is the attack."
        figure = sheet(4.2, finding(run), subtitle)
        above, below = panel(figure, 0.95, 1.85, 7.4, 2.3), panel(figure, 0.95, 0.35, 7.4, 1.2)
        minutes, shares = fleet_shares(run.log, run.span_us)
        _fleet(above, run, minutes, shares)
        times, late = overdue(run.log, run.span_us)
        below.fill_between(times, late, step="post", color=NORMAL, alpha=0.25, linewidth=0)
        below.plot(times, late, drawstyle="steps-post", color=INK, linewidth=1.2)
        below.set_ylim(0, max(5, late.max(initial=0) * 1.1))
        below.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        below.set_ylabel("orders\npast due", rotation=0, ha="right", va="center")
        whole = attack_interval(step_spans(run.log, run.span_us))
        for axes in (above, below):
            clock_axis(axes, run.story.starts, run.span_us)
            axes.grid(visible=True, axis="x")
            if whole:
                axes.axvspan(*whole, color=ATTACK, alpha=0.07, linewidth=0, zorder=0)
                axes.axvspan(*whole, ymin=0.965, color=ATTACK, linewidth=0, zorder=5)
        above.tick_params(labelbottom=False)
    return figure


def _fleet(axes: Axes, run: Run, minutes: Array, shares: dict[str, Array]) -> None:
    shown = [state for state in _STATES if shares[state].any()]
    layers = axes.stackplot(
        minutes,
        [shares[state] for state in shown],
        colors=[_FACES[state] for state in shown],
        edgecolor=MUTED,
        linewidth=0.4,
    )
    for state, layer in zip(shown, layers, strict=True):
        if state == "stopped":
            layer.set(hatch="////", edgecolor=EFFECT)
    top, at = 0.0, -np.inf
    for state in shown:
        value = float(shares[state][-1])
        at = max(top + value / 2, at + run.site.plant.fleet.count * 0.075)
        top += value
        if value < 0.5:
            continue
        axes.annotate(
            f"{state} {value:.0f}",
            (run.span_us, at),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=INK,
            annotation_clip=False,
        )
    axes.set_ylim(0, run.site.plant.fleet.count * 1.05)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_ylabel("robots", rotation=0, ha="right", va="center")
