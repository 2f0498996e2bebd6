"""Orders: how late they were, and what their time went into, part by part and over time.

The curve is the share of orders done so long after (or before) their due time. Orders that are still open at the end
count as far as they have come: the curve is the product-limit estimate, which is the plain share where none is open.
The parts of an order's time add up to all of it; those of open orders are the parts so far.

Sources: E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, Journal of the American
Statistical Association 53 (1958) 457-481.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.core.log import Array, Log
from twin.core.units import MINUTE_US, Us, format_clock
from twin.lab.figures.bands import about_band, attack_band, bin_words, bins
from twin.lab.figures.style import ATTACK, INK, MUTED, RESPONSE, clock_axis, house_style, key, panel, sheet
from twin.lab.wording import plural

if TYPE_CHECKING:
    from twin.lab.run import Run

_WORK, _WAIT = "#8795A1", "#B8C2CC"
PARTS = {
    "assignment_us": ("waiting for a robot", "waiting"),
    "charging_us": ("waiting while robots charge", "waiting"),
    "travel_us": ("travel", "travel and service"),
    "congestion_us": ("congestion", "waiting"),
    "station_us": ("station queue", "waiting"),
    "service_us": ("service", "travel and service"),
    "attack_us": ("attack", "attack"),
    "containment_us": ("containment", "containment"),
}
"""Each part of an order's time: its words and the group it is drawn in."""
_GROUPS = {"travel and service": _WORK, "waiting": _WAIT, "attack": ATTACK, "containment": RESPONSE}
_MOST_BINS = 24


class Orders(NamedTuple):
    """Orders of a run: lateness (min) of those done, how far past due those open are (min, negative before), counts."""

    done_min: Array
    open_min: Array

    @property
    def late(self) -> int:
        """Done late, or open past their due time."""
        return int((self.done_min > 0).sum() + (self.open_min > 0).sum())

    @property
    def total(self) -> int:
        """All that arrived."""
        return len(self.done_min) + len(self.open_min)


def orders(log: Log, span_us: Us) -> Orders:
    """Lateness of all orders at the end of the run."""
    arrived, gone = log.since("order_in"), log.since("order_out")
    still_open = ~np.isin(arrived["order"], gone["order"])
    return Orders(gone["lateness_us"] / MINUTE_US, (span_us - arrived["due"][still_open]) / MINUTE_US)


def share_done(found: Orders) -> tuple[Array, Array]:
    """Lateness (min) at which orders were done, ascending, and the share done by then (0 to 1)."""
    times, done = np.unique(found.done_min, return_counts=True)
    known = np.sort(np.concatenate(found))
    at_risk = len(known) - known.searchsorted(times, side="left")
    return times, 1 - np.cumprod(1 - done / at_risk)


def parts_min(log: Log) -> dict[str, float]:
    """Mean minutes an order by part, orders that are still open with their time so far."""
    tables = [log.since("order_out"), log.since("order_open")]
    count = max(sum(len(rows["time"]) for rows in tables), 1)
    return {part: float(sum(int(rows[part].sum()) for rows in tables)) / MINUTE_US / count for part in PARTS}


def lacking(run: Run) -> str:
    """Why there is nothing to draw; empty where there is."""
    return "" if run.log.rows("order_in") else "no order arrived"


def finding(run: Run) -> str:
    """How many orders were late, and what delayed them most."""
    found = orders(run.log, run.span_us)
    if not found.total:
        return "No order arrived"
    open_late = int((found.open_min > 0).sum())
    if not len(found.done_min):
        return f"No order was completed; {open_late:,} of {plural(found.total, 'open order')} are past their due time"
    late = (
        f"{found.late:,} of {found.total:,} orders were late"
        if found.late
        else f"None of {found.total:,} orders was late"
    )
    late += f", {open_late:,} of them still open" if open_late else ""
    delays = {part: mean for part, mean in parts_min(run.log).items() if PARTS[part][1] != "travel and service"}
    most = max(delays, key=lambda part: delays[part])
    if delays[most] < 1 / 60:
        return f"{late}; nothing held them up"
    return f"{late}; what held them up most was {_NAMED.get(most, PARTS[most][0])}, {delays[most]:.1f} min an order"


_NAMED = {
    "attack_us": "the attack",
    "containment_us": "the containment",
    "station_us": "the station queue",
}


def draw(run: Run) -> Figure:
    """Share done against the due time, minutes an order by part, and the same over time."""
    found = orders(run.log, run.span_us)
    with house_style():
        end = format_clock(run.story.starts, run.span_us)[:5]
        subtitle = (
            f"{plural(found.total, 'order')}, {len(found.open_min):,} of them open at {end}, posture "
            f"{run.posture.name}, seed {run.seed}: one run. Open orders count with their time so far. "
            f"{about_band(run)}."
        )
        figure = sheet(5.15, finding(run), subtitle)
        _curve(panel(figure, 0.75, 3.1, 3.5, 1.7), found)
        _bars(panel(figure, 6.25, 2.85, 2.2, 2.05), parts_min(run.log))
        _over_time(panel(figure, 0.75, 0.75, 7.7, 1.45), run)
        key(figure, [(Patch(color=colour), group) for group, colour in _GROUPS.items()])
    return figure


def _curve(axes: Axes, found: Orders) -> None:
    times, share = share_done(found)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.annotate("due", (0, 103), xytext=(0, 2), textcoords="offset points", ha="center", color=INK, fontsize=8.5)
    axes.set_ylim(0, 103)
    if len(times):
        axes.plot(np.append(times, max(times[-1], float(found.open_min.max(initial=times[-1])))),
                  100 * np.append(share, share[-1]), color=INK, linewidth=1.6, drawstyle="steps-post")  # fmt: skip
    reach = np.concatenate([times, found.open_min, [0.0]])
    low, high = float(reach.min()), max(float(reach.max()), 1.0)
    axes.set_xlim(low - 0.03 * (high - low), high + 0.05 * (high - low))
    before = times <= 0
    if before.any() and high > 1.0:
        by_due = float(100 * share[before][-1])
        axes.annotate(f"{by_due:.1f} % by their due time", (0, by_due), xytext=(-6, -10), textcoords="offset points",
                      ha="right", va="top", fontsize=8.5, color=INK)  # fmt: skip
    axes.grid(visible=True)
    axes.set_title("Orders done, %", fontsize=9, color=INK, loc="left", pad=7)
    axes.set_xlabel("minutes after the due time (before it: negative)", fontsize=8.5)


def _bars(axes: Axes, means: dict[str, float]) -> None:
    total = sum(means.values())
    rows = np.arange(len(PARTS))[::-1]
    colours = [_GROUPS[group] for _, group in PARTS.values()]
    axes.barh(rows, list(means.values()), color=colours, height=0.68)
    for row, mean in zip(rows, means.values(), strict=True):
        share = f" ({100 * mean / total:.0f} %)" if total else ""
        axes.annotate(f"{mean:.1f} min{share}", (mean, row), xytext=(5, 0), textcoords="offset points", va="center",
                      fontsize=8.5, color=INK, annotation_clip=False)  # fmt: skip
    axes.set_yticks(rows, [words for words, _ in PARTS.values()])
    axes.set_xlim(0, max(*means.values(), 0.1))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_title(f"Minutes an order, {total:.1f} in all", fontsize=9, color=INK, loc="left", pad=7, x=-0.72)


def _over_time(axes: Axes, run: Run) -> None:
    """Mean minutes of the orders done in each stretch of time, by group; those still open as a bar of their own."""
    edges = bins(run.span_us, _MOST_BINS)
    gone, left = run.log.since("order_out"), run.log.since("order_open")
    which = np.clip(np.searchsorted(edges, gone["time"], side="right") - 1, 0, len(edges) - 2)
    counts = np.maximum(np.bincount(which, minlength=len(edges) - 1), 1)
    length = int(edges[1] - edges[0])
    middles = (edges[:-1] + np.minimum(edges[1:], run.span_us)) / 2
    wide = np.minimum(edges[1:], run.span_us) - edges[:-1] - 0.12 * length
    base, open_base, at = np.zeros(len(counts)), 0.0, run.span_us * 1.035
    for group, colour in _GROUPS.items():
        parts = [part for part, (_, own) in PARTS.items() if own == group]
        minutes = np.bincount(which, sum(gone[part] for part in parts) / MINUTE_US, minlength=len(counts)) / counts
        axes.bar(middles, minutes, width=wide, bottom=base, color=colour, zorder=2)
        base += minutes
        if len(left["time"]):
            so_far = sum(float(left[part].mean()) for part in parts) / MINUTE_US
            axes.bar(at, so_far, width=run.span_us * 0.03, bottom=open_base, color=colour, clip_on=False, zorder=2)
            open_base += so_far
    axes.set_ylim(0, max(float(base.max(initial=0.0)), open_base, 1.0) * 1.12)
    clock_axis(axes, run.story.starts, run.span_us)
    attack_band(axes, run)
    axes.grid(visible=True, axis="y")
    axes.set_title(
        f"Minutes an order, by when it was done ({bin_words(edges)} each)", fontsize=9, color=INK, loc="left"
    )
    if len(left["time"]):
        axes.annotate("still\nopen", (at, 0), xytext=(0, -4), textcoords="offset points", ha="center", va="top",
                      fontsize=8, color=MUTED, annotation_clip=False)  # fmt: skip
