"""The fleet over time: what the robots were doing, and how many orders were open past their due time.

``waiting`` is a robot that wants to go and stands, by :mod:`twin.lab.figures.poses`; ``stopped`` is one that something
holds: a breakdown, a person, a command, a response or an attack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from twin.core.log import Array, Log
from twin.core.units import MINUTE_US, Us, format_clock
from twin.lab.figures.bands import about_band, attack_band, bin_means, bin_words, bins
from twin.lab.figures.poses import samples, still
from twin.lab.figures.style import (
    GRID,
    INK,
    MUTED,
    NORMAL,
    PANEL,
    clock_axis,
    house_style,
    panel,
    sheet,
)

if TYPE_CHECKING:
    from twin.lab.run import Run

_FACES = {
    "working": MUTED,
    "moving": "#8795A1",
    "waiting": "#B8C2CC",
    "charging": GRID,
    "idle": PANEL,
    "stopped": INK,
}


def lacking(run: Run) -> str:
    """Why there is nothing to draw; empty where there is."""
    return "" if run.log.rows("pose") else "no state of a robot was sampled"


def finding(run: Run) -> str:
    """The most robots stopped at once, and the most orders past due at once."""
    _, shares = fleet_shares(run.log, run.span_us)
    stopped = round(float(np.nanmax(shares["stopped"], initial=0.0)))
    times, late = overdue(run.log, run.span_us)
    peak = int(late.max(initial=0))
    robots = f"Up to {stopped} of {run.site.plant.fleet.count:,} robots stood stopped"
    if not peak:
        return f"{robots}; no order was past its due time"
    when = format_clock(run.story.starts, int(times[late.argmax()]))[:5]
    words = "orders were past their due time" if peak > 1 else "order was past its due time"
    return f"{robots}; at {when} {peak:,} {words}"


def fleet_shares(log: Log, span_us: Us) -> tuple[Array, dict[str, Array]]:
    """Edges (us) of stretches of time, and the mean number of robots in each state within them (NaN where unknown)."""
    found = samples(log)
    edges = bins(span_us)
    stands = np.zeros(found.state.shape, dtype=np.bool_)
    stands[1:] = still(found)
    members = {state: found.doing(state) for state in _FACES if state != "waiting"}
    members["waiting"] = members["moving"] & stands
    members["moving"] = members["moving"] & ~stands
    return edges, {state: bin_means(found.times, members[state].sum(axis=1), edges) for state in _FACES}


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
    edges, shares = fleet_shares(run.log, run.span_us)
    times, late = overdue(run.log, run.span_us)
    with house_style():
        about = (
            f"{run.site.plant.fleet.count:,} robots, {run.log.rows('order_in'):,} orders, posture {run.posture.name}"
        )
        subtitle = f"{about}, seed {run.seed}: one run. Robots: means of {bin_words(edges)}. {about_band(run)}."
        figure = sheet(4.2, finding(run), subtitle)
        above, below = panel(figure, 0.95, 1.85, 7.4, 2.3), panel(figure, 0.95, 0.35, 7.4, 1.2)
        _fleet(above, run, edges, shares)
        below.fill_between(times, late, step="post", color=NORMAL, alpha=0.25, linewidth=0)
        below.plot(times, late, drawstyle="steps-post", color=INK, linewidth=1.2)
        below.set_ylim(0, max(5, late.max(initial=0) * 1.1))
        below.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        below.set_ylabel("orders\npast due", rotation=0, ha="right", va="center")
        below.annotate(f"{late[-1]:,} at the end", (run.span_us, late[-1]), xytext=(6, 0), textcoords="offset points",
                       va="center", fontsize=8.5, color=INK, annotation_clip=False)  # fmt: skip
        for axes in (above, below):
            clock_axis(axes, run.story.starts, run.span_us)
            axes.grid(visible=True, axis="x")
            attack_band(axes, run)
        above.tick_params(labelbottom=False)
    return figure


def _fleet(axes: Axes, run: Run, edges: Array, shares: dict[str, Array]) -> None:
    count = run.site.plant.fleet.count
    shown = [state for state in _FACES if np.nan_to_num(shares[state]).any()]
    base = np.zeros(len(edges) - 1)
    for state in shown:
        top = base + np.nan_to_num(shares[state])
        axes.fill_between(edges, np.append(base, base[-1]), np.append(top, top[-1]), step="post", color=_FACES[state],
                          linewidth=0)  # fmt: skip
        axes.plot(edges, np.append(top, top[-1]), drawstyle="steps-post", color=MUTED, linewidth=0.4)
        base = top
    _words(axes, run.span_us, count, {state: float(np.nanmean(shares[state])) for state in shown})
    axes.set_ylim(0, count * 1.05)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_ylabel("robots", rotation=0, ha="right", va="center")


def _words(axes: Axes, span_us: Us, count: int, means: dict[str, float]) -> None:
    """Each state's mean share of the fleet in the order of the layers, apart enough to read."""
    axes.annotate("mean of the run", (span_us, count * 1.05), xytext=(6, 2), textcoords="offset points", va="bottom",
                  fontsize=8, color=MUTED, annotation_clip=False)  # fmt: skip
    apart, top = count * 0.08, 0.0
    places: list[float] = []
    for mean in means.values():
        places.append(max(top + mean / 2, (places[-1] + apart) if places else 0.0))
        top += mean
    sunk = max(0.0, (places[-1] if places else 0.0) - count * 0.98)
    for (state, mean), place in zip(means.items(), places, strict=True):
        axes.annotate(
            f"{state} {100 * mean / count:.0f} %", (span_us, place - sunk), xytext=(6, 0), textcoords="offset points",
            va="center", fontsize=8.5, color=INK, annotation_clip=False,
        )  # fmt: skip
