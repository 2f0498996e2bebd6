"""Rooms: what the air and the product did, against what was reported, between their limits.

The gap between the true line and the reported one is what an operator could not see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.core.log import Array, Log
from twin.core.units import MINUTE_US
from twin.lab.figures.events import StepSpan, step_spans
from twin.lab.figures.style import (
    DETECTION,
    EFFECT,
    INK,
    MUTED,
    PAPER,
    clock_axis,
    house_style,
    key,
    panel,
    sheet,
)
from twin.plant.spec import RoomSpec

if TYPE_CHECKING:
    from twin.lab.run import Run

_MOST = 6
_EACH_IN = 1.9


def finding(run: Run) -> str:
    """The warmest product against its limit, or the warmest air where all stayed within."""
    warmest = [(_highest(run.log, room.name, "product_c") - room.limit_high_c, room) for room in run.site.plant.rooms]
    if not warmest:
        return "This hub has no cold rooms"
    over, room = max(warmest, key=lambda pair: pair[0])
    peak = over + room.limit_high_c
    gap = _widest_gap(run, room)
    hidden = f", while its sensors reported up to {gap:.1f} K less" if gap >= 1.0 else ""
    if over > 0:
        return f"The product in {room.name} reached {peak:.1f} °C, {over:.1f} K over its limit{hidden}"
    return f"Every product stayed within its limit; the warmest is {room.name} with {peak:.1f} °C{hidden}"


def draw(run: Run) -> Figure:
    """Each cold room: true air and product, reported air, limits and setpoint."""
    rooms = run.site.plant.rooms[:_MOST]
    height = 0.45 + _EACH_IN * max(len(rooms), 1)
    spans = [span for span in step_spans(run.log, run.span_us) if _concerns_rooms(run, span)]
    with house_style():
        more = len(run.site.plant.rooms) - len(rooms)
        about = f"Posture {run.posture.name}, seed {run.seed}."
        subtitle = f"{about} Reported: mean of the room's temperature sensors, minute by minute."
        figure = sheet(height, finding(run), subtitle + (f" {more} more rooms are not drawn." if more else ""))
        lows, highs = zip(*(_bounds(run, room) for room in rooms), strict=True) if rooms else ((0,), (1,))
        for number, room in enumerate(rooms):
            axes = panel(figure, 0.95, height - _EACH_IN * (number + 1) + 0.35, 7.4, _EACH_IN - 0.5)
            axes.set_ylim(min(lows) - 0.3, max(highs) + 0.3)
            _room(axes, run, room, spans)
            clock_axis(axes, run.story.starts, run.span_us)
        _key(figure)
    return figure


def _concerns_rooms(run: Run, span: StepSpan) -> bool:
    """Its physical effect is not one on robots."""
    functions = {run.inventory.by_name[name].function for name in span.hit if name in run.inventory.by_name}
    return not functions <= {"robots", "fleet"}


def _bounds(run: Run, room: RoomSpec) -> tuple[float, float]:
    rows = _rows(run.log, room.name)
    values = [*rows["air_c"], *rows["product_c"], room.setpoint_c, room.limit_high_c]
    return float(min(values)), float(max(values))


def _room(axes: Axes, run: Run, room: RoomSpec, spans: list[StepSpan]) -> None:
    rows = _rows(run.log, room.name)
    for span in spans:
        if span.effect_start is not None and span.effect_end is not None:
            axes.axvspan(
                span.effect_start,
                span.effect_end,
                facecolor=PAPER,
                edgecolor=EFFECT,
                hatch="////",
                alpha=0.55,
                linewidth=0,
            )
    axes.axhline(room.limit_high_c, color=INK, linewidth=0.8)
    axes.axhline(room.limit_low_c, color=INK, linewidth=0.8)
    axes.axhline(room.setpoint_c, color=MUTED, linewidth=0.7, linestyle=":")
    axes.plot(rows["time"], rows["air_c"], color=MUTED, linewidth=1.0)
    axes.plot(rows["time"], rows["product_c"], color=INK, linewidth=2.0)
    times, reported = reported_air(run.log, room.name)
    axes.plot(times, reported, color=DETECTION, linewidth=1.2, linestyle="--")
    ends = {"limit": room.limit_high_c, "setpoint": room.setpoint_c}
    if len(rows["time"]):
        ends |= {"product": float(rows["product_c"][-1]), "air": float(rows["air_c"][-1])}
    if len(reported):
        ends["reported"] = float(reported[-1])
    _labels(axes, run.span_us, ends)
    axes.set_ylabel(f"{room.name}\n°C", rotation=0, ha="right", va="center")
    axes.grid(visible=True, axis="x")


def reported_air(log: Log, room: str) -> tuple[Array, Array]:
    """Times (us) and mean reported temperature (degC) of *room*, minute by minute."""
    readings = log.since("reading")
    mine = (readings["room"] == log.names.find(room)) & (readings["quantity"] == log.names.find("temperature_c"))
    minutes = readings["time"][mine] // MINUTE_US
    which, place = np.unique(minutes, return_inverse=True)
    sums = np.bincount(place, readings["value"][mine], minlength=len(which))
    return which * MINUTE_US, sums / np.maximum(np.bincount(place, minlength=len(which)), 1)


def _labels(axes: Axes, span_us: int, ends: dict[str, float]) -> None:
    """Words at the right end of each line, moved apart where they would touch."""
    low, high = axes.get_ylim()
    least = (high - low) * 0.125
    ordered = sorted(ends.items(), key=lambda item: item[1])
    places = [value for _, value in ordered]
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + least)
    sunk = max(0.0, places[-1] - high)
    for (words, value), place in zip(ordered, places, strict=True):
        at = place - sunk
        axes.annotate(
            f"{words} {value:.1f}",
            (span_us, at),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=INK,
            annotation_clip=False,
        )


def _rows(log: Log, room: str) -> dict[str, Array]:
    rows = log.since("room")
    mine = rows["room"] == log.truth_names.find(room)
    return {name: values[mine] for name, values in rows.items()}


def _highest(log: Log, room: str, column: str) -> float:
    values = _rows(log, room)[column]
    return float(values.max()) if len(values) else float("-inf")


def _widest_gap(run: Run, room: RoomSpec) -> float:
    rows = _rows(run.log, room.name)
    times, reported = reported_air(run.log, room.name)
    if not len(times) or not len(rows["time"]):
        return 0.0
    true = rows["air_c"][np.clip(np.searchsorted(rows["time"], times, side="right") - 1, 0, None)]
    return float((true - reported).max())


def _key(figure: Figure) -> None:
    from matplotlib.lines import Line2D

    key(
        figure,
        [
            (Line2D([], [], color=INK, linewidth=2), "product, true"),
            (Line2D([], [], color=MUTED, linewidth=1), "air, true"),
            (Line2D([], [], color=DETECTION, linestyle="--"), "air, reported"),
            (Patch(facecolor=PAPER, edgecolor=EFFECT, hatch="////"), "physical effect of the attack"),
        ],
    )
