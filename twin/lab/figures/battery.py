"""Charge over time: the middle of the fleet, its spread and its lowest robot; below, chargers in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from twin.core.log import Array
from twin.core.units import SECOND_US, Us, format_clock, format_duration
from twin.lab.figures.bands import about_band, attack_band, bin_means, bin_words, bins
from twin.lab.figures.poses import Samples, samples
from twin.lab.figures.style import INK, MUTED, NORMAL, clock_axis, end_words, house_style, panel, sheet

if TYPE_CHECKING:
    from twin.lab.run import Run


class Charge(NamedTuple):
    """Charge (%) over time: ``times`` (us), and lowest robot, tenth, half and ninetieth percentile, shape (times,)."""

    times: Array
    lowest: Array
    tenth: Array
    half: Array
    ninetieth: Array


def charge(found: Samples, span_us: Us) -> Charge:
    """The fleet's charge at one sample in each stretch of time."""
    edges = bins(span_us)
    last = np.searchsorted(found.times, edges[1:], side="left") - 1
    frames = np.unique(last[last >= 0])
    if not len(frames):
        return Charge(*(np.zeros(0) for _ in Charge._fields))
    percent = 100 * found.battery[frames]
    return Charge(found.times[frames], np.nanmin(percent, axis=1), *np.nanpercentile(percent, (10, 50, 90), axis=1))


def lacking(run: Run) -> str:
    """Why there is nothing to draw; empty where there is."""
    return "" if run.log.rows("pose") else "no charge of a robot was sampled"


def finding(run: Run) -> str:
    """The lowest charge of any robot, and how often every charger was taken."""
    return _finding(run, samples(run.log))


def _finding(run: Run, found: Samples) -> str:
    if not found.battery.size:
        return "No charge of a robot was sampled"
    frame, robot = np.unravel_index(int(np.nanargmin(found.battery)), found.battery.shape)
    least = 100 * float(found.battery[frame, robot])
    when = format_clock(run.story.starts, int(found.times[frame]))[:5]
    low = f"The lowest charge was {least:.0f} %, of {found.robots[int(robot)]} at {when}"
    plugs, in_use = run.site.plant.floor.chargers, found.doing("charging").sum(axis=1)
    peak = int(in_use.max(initial=0))
    if not peak:
        return f"{low}; no charger was in use"
    if peak < plugs:
        return f"{low}; at most {peak} of {plugs} chargers were in use"
    full_us = int((in_use >= plugs).mean() * run.span_us) // SECOND_US * SECOND_US
    return f"{low}; all {plugs} chargers were in use for {format_duration(full_us)}"


def draw(run: Run) -> Figure:
    """Charge above with the lines at which robots go to charge and leave, chargers in use below."""
    found, edges = samples(run.log), bins(run.span_us)
    with house_style():
        subtitle = (
            f"{len(found.robots):,} robots, posture {run.posture.name}, seed {run.seed}: one run. Band: 10 to 90 % of "
            f"the robots. One sample and mean use in {bin_words(edges)}. {about_band(run)}."
        )
        figure = sheet(4.1, _finding(run, found), subtitle)
        above, below = panel(figure, 0.95, 1.65, 7.2, 2.4), panel(figure, 0.95, 0.35, 7.2, 1.0)
        _charge(above, run, charge(found, run.span_us))
        _chargers(below, run, edges, bin_means(found.times, found.doing("charging").sum(axis=1), edges))
        for axes in (above, below):
            clock_axis(axes, run.story.starts, run.span_us)
            axes.grid(visible=True, axis="x")
            attack_band(axes, run)
        above.tick_params(labelbottom=False)
    return figure


def _charge(axes: Axes, run: Run, shown: Charge) -> None:
    fleet = run.site.plant.fleet
    axes.set_ylim(0, 103)
    for limit in (fleet.charge_below, fleet.charge_to):
        axes.axhline(100 * limit, color=INK, linewidth=0.7, linestyle=":")
    axes.fill_between(shown.times, shown.tenth, shown.ninetieth, color=NORMAL, alpha=0.22, linewidth=0)
    axes.plot(shown.times, shown.half, color=INK, linewidth=1.8)
    axes.plot(shown.times, shown.lowest, color=MUTED, linewidth=1.0)
    words = {f"to charge below {100 * fleet.charge_below:.0f} %": 100 * fleet.charge_below,
             f"charged to {100 * fleet.charge_to:.0f} %": 100 * fleet.charge_to}  # fmt: skip
    if len(shown.times):
        words |= {
            f"median {shown.half[-1]:.0f} %": float(shown.half[-1]),
            f"lowest robot {shown.lowest[-1]:.0f} %": float(shown.lowest[-1]),
        }
    end_words(axes, run.span_us, words, 0.075)
    axes.set_ylabel("charge\n%", rotation=0, ha="right", va="center")


def _chargers(axes: Axes, run: Run, edges: Array, in_use: Array) -> None:
    plugs = run.site.plant.floor.chargers
    steps = np.append(in_use, in_use[-1:])
    axes.fill_between(edges, steps, step="post", color=NORMAL, alpha=0.3, linewidth=0)
    axes.plot(edges, steps, drawstyle="steps-post", color=INK, linewidth=1.0)
    axes.axhline(plugs, color=INK, linewidth=0.8)
    axes.set_ylim(0, max(plugs, 1) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    mean = float(np.nanmean(in_use)) if np.isfinite(in_use).any() else 0.0
    end_words(axes, run.span_us, {f"{plugs} chargers": float(plugs), f"mean {mean:.1f} in use": mean}, 0.17)
    axes.set_ylabel("chargers\nin use", rotation=0, ha="right", va="center")
