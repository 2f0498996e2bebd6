"""Rooms: what the air and the product did, against what was reported, between their limits, with alarms and cooling.

The gap between the true line and the reported one is what an operator could not see; it is shaded where no lag of a
sensor explains it. All panels have the same kelvins an inch, each around its own setpoint.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.core.log import Array
from twin.lab.figures.bands import about_band, attack_band, bin_means, bins
from twin.lab.figures.events import StepSpan, step_spans
from twin.lab.figures.style import (
    COLD,
    DETECTION,
    EFFECT,
    INK,
    MUTED,
    PAPER,
    clock_axis,
    end_words,
    house_style,
    key,
    mark,
    panel,
    sheet,
)
from twin.lab.figures.traces import LIE_K, SILENT_US, Trace, traces

if TYPE_CHECKING:
    from twin.lab.run import Run

_MOST = 6
_EACH_IN = 2.1
_HEADROOM = 0.42
"""Share of the temperatures' reach that is kept free above them, for the attack, its effect and alarms."""


def lacking(run: Run) -> str:
    """Why there is nothing to draw; empty where there is."""
    if not run.site.plant.rooms:
        return "this hub has no cold rooms"
    return "" if run.log.rows("room") else "no state of a room was sampled"


def finding(run: Run) -> str:
    """The product furthest outside its limits, or nearest to them, and what its sensors hid."""
    return _finding(traces(run))


def _finding(found: list[Trace]) -> str:
    if not found or not len(found[0].times):
        return "This hub has no cold rooms"
    worst = found[0]
    name, high, low = worst.spec.name, float(worst.product_c.max()), float(worst.product_c.min())
    hidden = _hidden(found)
    if high > worst.spec.limit_high_c:
        over = high - worst.spec.limit_high_c
        return f"The product in {name} reached {high:.1f} °C, {over:.1f} K over its limit{hidden}"
    if low < worst.spec.limit_low_c:
        return (
            f"The product in {name} fell to {low:.1f} °C, {worst.spec.limit_low_c - low:.1f} K under its limit{hidden}"
        )
    return f"Every product stayed within its limits; nearest is {name} with {high:.1f} °C{hidden}"


def _hidden(found: list[Trace]) -> str:
    """What sensors did not say, of the worst room or else of the one that lies most."""
    liar = max(found, key=lambda trace: (abs(trace.lie_k) >= LIE_K and trace is found[0], abs(trace.lie_k)))
    if abs(liar.lie_k) < LIE_K:
        return ""
    words = f"reported up to {abs(liar.lie_k):.1f} K {'less' if liar.lie_k > 0 else 'more'}"
    return (
        f", while its sensors {words}" if liar is found[0] else f"; the sensors of {liar.spec.name} {words} than true"
    )


def draw(run: Run) -> Figure:
    """Each cold room: true air and product, reported air, limits and setpoint, alarms, and its cooling below."""
    found = traces(run)
    shown = [trace for trace in found if len(trace.times)][:_MOST]
    height = 0.7 + _EACH_IN * max(len(shown), 1)
    spans = [span for span in step_spans(run.log, run.span_us) if concerns_rooms(run, span)]
    with house_style():
        figure = sheet(height, _finding(found), _subtitle(run, len(found), len(shown)))
        reach = max((high - low for low, high in map(_bounds, shown)), default=1.0) + 0.5
        for number, trace in enumerate(shown):
            bottom = height - _EACH_IN * (number + 1) + 0.35
            axes = panel(figure, 1.15, bottom + 0.25, 7.2, _EACH_IN - 0.85)
            low, high = _bounds(trace)
            axes.set_ylim((low + high - reach) / 2, (low + high + reach) / 2 + _HEADROOM * reach)
            _room(axes, run, trace, spans)
            _cooling(panel(figure, 1.15, bottom, 7.2, 0.17), run, trace)
        _key(figure)
    return figure


def _subtitle(run: Run, rooms: int, shown: int) -> str:
    words = (
        f"Posture {run.posture.name}, seed {run.seed}: one run. Reported: mean of the room's thermometers by minute. "
        f"{about_band(run)}."
    )
    return words if shown == rooms else f"{words} Shown: the {shown} of {rooms} rooms nearest to a limit, worst first."


def concerns_rooms(run: Run, span: StepSpan) -> bool:
    """Its physical effect is not one on robots."""
    functions = {run.inventory.by_name[name].function for name in span.hit if name in run.inventory.by_name}
    return not functions <= {"robots", "fleet"}


def _setpoint(trace: Trace) -> float:
    """The setpoint in force at the end (degC)."""
    return float(trace.wanted_c[-1]) if len(trace.wanted_c) else trace.spec.setpoint_c


def _bounds(trace: Trace) -> tuple[float, float]:
    """Lowest and highest temperature (degC) that the panel must hold."""
    spec = trace.spec
    values = np.concatenate(
        [trace.air_c, trace.product_c, trace.reported_c, trace.wanted_c, [spec.setpoint_c, spec.limit_high_c]]
    )
    return float(values.min()), float(values.max())


def _room(axes: Axes, run: Run, trace: Trace, spans: list[StepSpan]) -> None:
    spec = trace.spec
    for span in spans:
        if span.effect_start is not None and span.effect_end is not None:
            axes.axvspan(span.effect_start, span.effect_end, ymin=0.875, ymax=0.965, facecolor=PAPER, edgecolor=EFFECT,
                         hatch="//////", linewidth=0, zorder=4)  # fmt: skip
    for limit in (spec.limit_low_c, spec.limit_high_c):
        axes.axhline(limit, color=INK, linewidth=0.8)
    axes.plot([0, *trace.told, run.span_us], [spec.setpoint_c, *trace.wanted_c, _setpoint(trace)], color=MUTED,
              linewidth=0.9, linestyle=":", drawstyle="steps-post")  # fmt: skip
    axes.plot(trace.times, trace.air_c, color=MUTED, linewidth=0.8)
    axes.plot(trace.times, trace.product_c, color=INK, linewidth=2.0)
    _reported(axes, trace)
    _alarms(axes, run, trace)
    _values(axes, run, trace)
    axes.set_ylabel(f"{spec.name}\n°C", rotation=0, ha="right", va="center")
    clock_axis(axes, run.story.starts, run.span_us)
    axes.tick_params(labelbottom=False)
    axes.grid(visible=True, axis="x")
    attack_band(axes, run)


def _reported(axes: Axes, trace: Trace) -> None:
    """The reported line, broken where nothing was heard, and what it hides."""
    if not len(trace.heard):
        return
    breaks = np.flatnonzero(np.diff(trace.heard) > SILENT_US) + 1
    axes.plot(np.insert(trace.heard.astype(float), breaks, np.nan), np.insert(trace.reported_c, breaks, np.nan),
              color=DETECTION, linewidth=1.1, linestyle="--")  # fmt: skip
    lying = np.abs(trace.gap_k) >= LIE_K
    if lying.any() and len(trace.times):
        true = np.interp(trace.heard, trace.times, trace.air_c)
        axes.fill_between(trace.heard, trace.reported_c, true, where=lying, color=DETECTION, alpha=0.25, linewidth=0)
    ends = np.append(trace.heard, trace.times[-1:])
    for first, last in pairwise(ends.tolist()):
        if last - first > SILENT_US:
            low, high = axes.get_ylim()
            axes.text((first + last) / 2, low + 0.06 * (high - low), "no readings", ha="center", fontsize=8, color=INK)


def _alarms(axes: Axes, run: Run, trace: Trace) -> None:
    """Alarms along the top, the first of each kind with its word, a line lower where it would touch the last one."""
    low, high = axes.get_ylim()
    lines = high - 0.19 * (high - low), high - 0.28 * (high - low)
    said: set[str] = set()
    line, free_us = 0, -run.span_us
    for row in trace.alarms:
        word, new = row["alarm"].replace("_", " "), row["alarm"] not in said
        line = (line + 1) % 2 if new and row["time"] < free_us else line * (row["time"] < free_us)
        axes.plot(row["time"], lines[line], "p", color=INK, markersize=6.5, markeredgecolor=PAPER,
                  markeredgewidth=0.6, zorder=6)  # fmt: skip
        if new:
            late = row["time"] > 0.8 * run.span_us
            axes.annotate(word, (row["time"], lines[line]), xytext=(-6 if late else 6, 0), textcoords="offset points",
                          va="center", ha="right" if late else "left", fontsize=8, zorder=6)  # fmt: skip
            said.add(row["alarm"])
            free_us = row["time"] + run.span_us // 6


def _values(axes: Axes, run: Run, trace: Trace) -> None:
    """The last value of each line, and the limits within reach."""
    low, high = axes.get_ylim()
    ends = {"limit": trace.spec.limit_high_c, "lower limit": trace.spec.limit_low_c, "setpoint": _setpoint(trace)}
    ends |= {"product": float(trace.product_c[-1]), "air": float(trace.air_c[-1])}
    if len(trace.reported_c):
        ends["reported"] = float(trace.reported_c[-1])
    reach = low + 0.08 * (high - low), high
    words = {
        f"{word} {value:.1f}".replace("-", "\N{MINUS SIGN}"): value
        for word, value in ends.items()
        if reach[0] <= value <= reach[1]
    }
    end_words(axes, run.span_us, words, 0.145)


def _cooling(axes: Axes, run: Run, trace: Trace) -> None:
    """Share of the cooling capacity in use, where it was asked for in vain, and defrost by heater."""
    edges = bins(run.span_us)
    share = np.nan_to_num(bin_means(trace.times, trace.cooling, edges))
    axes.fill_between(edges, np.append(share, share[-1]), step="post", color=COLD, linewidth=0)
    held = np.nan_to_num(bin_means(trace.times, trace.held.astype(float), edges))
    top = share + held
    axes.fill_between(edges, np.append(share, share[-1]), np.append(top, top[-1]), step="post", color=MUTED, alpha=0.4,
                      linewidth=0)  # fmt: skip
    heater = np.nan_to_num(bin_means(trace.times, trace.heater.astype(float), edges)) > 0
    axes.fill_between(edges, np.append(heater, heater[-1]).astype(float), step="post", color=MUTED, linewidth=0)
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.set_ylabel("cooling", rotation=0, ha="right", va="center", fontsize=8)
    mean = f"{100 * _mean(trace.cooling):.0f} % of capacity"
    axes.annotate(mean, (run.span_us, 0.5), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8.5,
                  color=INK, annotation_clip=False)  # fmt: skip
    clock_axis(axes, run.story.starts, run.span_us)


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else 0.0


def _key(figure: Figure) -> None:
    from matplotlib.lines import Line2D

    key(
        figure,
        [
            (Line2D([], [], color=INK, linewidth=2), "product, true"),
            (Line2D([], [], color=MUTED, linewidth=1), "air, true"),
            (Line2D([], [], color=DETECTION, linestyle="--"), "air, reported"),
            (Patch(color=DETECTION, alpha=0.25), f"hidden, {LIE_K} K and more"),
            (mark("p", INK), "alarm"),
            (Patch(facecolor=PAPER, edgecolor=EFFECT, hatch="//////"), "effect of the attack"),
            (Patch(color=COLD), "cooling"),
            (Patch(color=MUTED, alpha=0.4), "asked for, held off (defrost or compressor's rest)"),
            (Patch(color=MUTED), "defrost heater"),
            (Line2D([], [], color=MUTED, linestyle=":"), "setpoint in force"),
        ],
        columns=5,
    )
