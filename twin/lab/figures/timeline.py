"""The timeline: what the attack did above, what could be seen of it below, and decisions on the line between.

Truth and observation share one axis, so the way from a step to its alert is a distance. What was not detected is drawn
as such, not left out. Sensors that broke by themselves stand above the attack, in a band of their own: no attack, and
what an alert may have meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from twin.core.units import Us, format_clock, format_duration
from twin.lab.figures.events import FaultSpan, StepSpan, attack_interval, fault_spans, step_spans
from twin.lab.figures.style import (
    ATTACK,
    DETECTION,
    EFFECT,
    GRID,
    INK,
    MUTED,
    NORMAL,
    PAPER,
    RESPONSE,
    clock_axis,
    house_style,
    key,
    mark,
    panel,
    sheet,
)

if TYPE_CHECKING:
    from twin.lab.run import Run

_MOST_STEPS = 12
_MOST_FAULTS = 5
_ROW_IN = 0.3
_APPLIED = {"applied": (True, "applied"), "refused": (False, "refused"), "undone": (False, "undone")}


def finding(run: Run) -> str:
    """The distance from the first attack step to the first alert, and to the first decision that took effect."""
    spans = step_spans(run.log, run.span_us)
    end = format_clock(run.story.starts, run.span_us)[:5]
    alerts = run.log.since("alert")["time"]
    if not spans:
        return f"Nothing attacked: {len(alerts)} alert{'s' * (len(alerts) != 1)} by {end}, every one of them false"
    begin = spans[0].start
    later = alerts[alerts >= begin]
    if not len(later):
        return f"The attack began at {format_clock(run.story.starts, begin)[:5]} and was not detected by {end}"
    applied = [row["time"] for row in run.log.records("decision") if row["phase"] == "applied" and row["time"] >= begin]
    seen = f"The first alert came {format_duration(int(later[0]) - begin)} after the first step"
    return (
        f"{seen}, the first containment {format_duration(applied[0] - begin)} after it"
        if applied
        else f"{seen}; nothing was contained"
    )


def draw(run: Run) -> Figure:
    """Steps and effects above, alerts by detector below, decisions on the line."""
    spans = step_spans(run.log, run.span_us)
    alerts = run.log.records("alert")
    detectors = sorted({alert["detector"] for alert in alerts})
    faults = fault_spans(run.log, run.span_us)
    steps, down = min(len(spans), _MOST_STEPS) or 1, len(detectors) or 1
    up = steps + min(len(faults), _MOST_FAULTS)
    rows = _ROW_IN * (up + down + 2)
    with house_style():
        subtitle = (
            f"{run.story.title}, posture {run.posture.name}, seed {run.seed}: one run. "
            "Truth above the line, observation below, decisions on it."
        )
        figure = sheet(rows + 0.75, finding(run), subtitle)
        axes = panel(figure, 2.05, 0.72, 7.35, rows)
        _truth(axes, spans, run.span_us)
        _decisions(axes, run)
        _observed(axes, run, alerts, detectors)
        with rc_context({"hatch.color": NORMAL}):
            _faulty(axes, faults, steps, run.span_us)
        axes.set_ylim(-down - 0.9, up + 0.7)
        clock_axis(axes, run.story.starts, run.span_us)
        axes.grid(visible=True, axis="x")
        axes.spines["left"].set_visible(False)
        _key(figure, faulty=bool(faults))
    return figure


def _truth(axes: Axes, spans: list[StepSpan], span_us: Us) -> None:
    whole = attack_interval(spans)
    if whole is None:
        axes.text(span_us * 0.01, 1, "no attack", va="center", color=MUTED)
        axes.set_yticks([1], ["attack"])
        return
    axes.axvspan(*whole, color=ATTACK, alpha=0.07, linewidth=0)
    for row, span in enumerate(reversed(spans[:_MOST_STEPS]), start=1):
        least = span_us * 0.006
        if span.effect_start is not None and span.effect_end is not None:
            wide = max(span.effect_end - span.effect_start, least)
            axes.barh(
                row,
                wide,
                left=span.effect_start,
                height=0.62,
                facecolor=PAPER,
                edgecolor=EFFECT,
                hatch="////",
                linewidth=0.8,
            )
        axes.barh(row, max(span.end - span.start, least), left=span.start, height=0.3, color=ATTACK)
        after = max(span.end, span.effect_end or 0) + least
        late = after > span_us * 0.8
        axes.annotate(
            f"{span.technique} {span.outcome}", (span.start if late else after, row), xytext=(-4 if late else 2, 0),
            textcoords="offset points", va="center", ha="right" if late else "left", fontsize=8, color=INK,
        )  # fmt: skip


def _faulty(axes: Axes, faults: list[FaultSpan], below: int, span_us: Us) -> None:
    """Sensors that broke by themselves, in rows above those of the attack: the first few, and how many more."""
    shown = faults[:_MOST_FAULTS]
    more = f" and {len(faults) - len(shown)} more" if len(faults) > len(shown) else ""
    for row, span in enumerate(reversed(shown), start=below + 1):
        axes.barh(
            row, span.end - span.start, left=span.start, height=0.5, facecolor=PAPER, edgecolor=NORMAL, hatch="....",
            linewidth=0.8,
        )  # fmt: skip
        said = span.fault.replace("_", " ") + (more if span is shown[-1] else "")
        late = span.end > span_us * 0.8
        axes.annotate(
            said, (span.start if late else span.end, row), xytext=(-4 if late else 4, 0), textcoords="offset points",
            va="center", ha="right" if late else "left", fontsize=8, color=INK,
        )  # fmt: skip
    places, words = list(axes.get_yticks()), [label.get_text() for label in axes.get_yticklabels()]
    for row, span in enumerate(reversed(shown), start=below + 1):
        places.append(row)
        words.append(span.sensor)
    axes.set_yticks(places, words)
    for label, place in zip(axes.get_yticklabels(), places, strict=True):
        label.set_color(INK if place > 0 else MUTED)


def _decisions(axes: Axes, run: Run) -> None:
    axes.axhline(0, color=INK, linewidth=1)
    for row in run.log.records("decision"):
        filled, _ = _APPLIED.get(row["phase"], (False, ""))
        if row["phase"] != "decided":
            axes.plot(
                row["time"], 0, marker="s", markersize=8, color=RESPONSE, markerfacecolor=RESPONSE if filled else PAPER,
                markeredgewidth=1.4, clip_on=False, zorder=4,
            )  # fmt: skip
            if row["phase"] == "applied":
                axes.axvline(row["time"], ymin=0, ymax=1, color=RESPONSE, linewidth=0.7, linestyle=":")


def _observed(axes: Axes, run: Run, alerts: list[dict[str, Any]], detectors: list[str]) -> None:
    spans = step_spans(run.log, run.span_us)
    ticks = {min(len(spans), _MOST_STEPS) - n: f"{span.step}" for n, span in enumerate(spans[:_MOST_STEPS])} or {
        1: "attack"
    }
    ticks[0] = "decisions"
    for n, detector in enumerate(detectors, start=1):
        ticks[-n] = detector
        axes.axhline(-n, color=GRID, linewidth=0.6, zorder=0)
        times = [alert["time"] for alert in alerts if alert["detector"] == detector]
        axes.plot(
            times,
            [-n] * len(times),
            "D",
            color=DETECTION,
            markersize=6.5,
            markeredgecolor=PAPER,
            markeredgewidth=0.6,
            zorder=4,
        )
    if not detectors:
        ticks[-1] = "alerts"
        end = format_clock(run.story.starts, run.span_us)[:5]
        words = f"not detected by {end}" if run.posture.ruleset else "nobody watches"
        axes.text(run.span_us * 0.99, -1, words, ha="right", va="center", color=INK)
    axes.set_yticks(list(ticks), list(ticks.values()))
    for label, place in zip(axes.get_yticklabels(), ticks, strict=True):
        label.set_color(INK if place > 0 else MUTED)


def _key(figure: Figure, *, faulty: bool) -> None:
    from matplotlib.patches import Patch

    with rc_context({"hatch.color": NORMAL}):
        sick = Patch(facecolor=PAPER, edgecolor=NORMAL, hatch="....")
    key(
        figure,
        [
            (Patch(color=ATTACK), "attack step"),
            (Patch(facecolor=PAPER, edgecolor=EFFECT, hatch="////"), "physical effect"),
            *([(sick, "sensor fault")] if faulty else []),
            (mark("s", RESPONSE), "decision applied"),
            (mark("s", RESPONSE, filled=False), "refused or undone"),
            (mark("D", DETECTION), "alert"),
        ],
    )
