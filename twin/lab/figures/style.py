"""One hand for every picture: colours with one meaning each, a finding as title, and bytes that never change.

Colours are Okabe and Ito's, safe for colour-blind readers, and never stand alone: each meaning has a mark and a word
too. Ink, paper and grid use fixed light values that the report turns into theme variables, so a picture follows the
reader's dark or light screen.

Sources: Okabe and Ito, Color Universal Design (2008); WCAG 2.2, 1.4.3 and 1.4.11 (contrast).
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MultipleLocator

from twin.core.units import HOUR_US, MINUTE_US, Us, format_clock

NORMAL = "#5B6770"
ATTACK = "#D55E00"
EFFECT = "#E69F00"
DETECTION = "#0072B2"
RESPONSE = "#009E73"
BLOCKED = "#CC79A7"
PEOPLE = "#F0E442"
COLD = "#56B4E9"

INK = "#1F2933"
MUTED = "#52606D"
GRID = "#D8DEE4"
PAPER = "#FEFEFE"
PANEL = "#F3F5F7"
THEME = {INK: "--ink", MUTED: "--muted", GRID: "--grid", PAPER: "--paper", PANEL: "--panel", NORMAL: "--slate"}
"""Colours that a page replaces by its own variables."""

WIDTH_IN = 9.6
_MARGIN_IN = 0.12
_UNIT = re.compile(r"(\d) (°C|%|K|m|min|s|EUR)\b|(?<=\d) (?=%)")
_STYLE: dict[str, Any] = {
    "svg.hashsalt": "twin",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.facecolor": PAPER,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "figure.facecolor": PAPER,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "hatch.color": EFFECT,
    "hatch.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Everything drawn or saved inside follows the house style, whatever the reader's own settings are."""
    with rc_context({"backend": "Agg"}), rc_context(cast("Any", _STYLE)):
        yield


def sheet(body_in: float, finding: str, subtitle: str) -> Figure:
    """An empty figure with *body_in* inches under its *finding* (bold) and *subtitle* (what is drawn, n, interval)."""
    title, below = _balanced(finding, 94), _balanced(subtitle, 146)
    height = body_in + 0.3 + 0.24 * len(title) + 0.17 * len(below)
    figure = Figure(figsize=(WIDTH_IN, height))
    left = _MARGIN_IN / WIDTH_IN
    figure.text(left, 1 - 0.1 / height, "\n".join(title), va="top", fontsize=12.5, fontweight="bold", linespacing=1.25)
    figure.text(left, 1 - (0.16 + 0.24 * len(title)) / height, "\n".join(below), va="top", color=MUTED, linespacing=1.3)
    return figure


def _balanced(text: str, most: int) -> list[str]:
    """Lines of at most *most* letters and of like length, so that no word is left alone."""
    held = _UNIT.sub("\\1\N{NO-BREAK SPACE}\\2", text)
    lines = textwrap.wrap(held, most)
    even = textwrap.wrap(held, min(most, len(text) // max(len(lines), 1) + 10))
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in (even if len(even) == len(lines) else lines)]


def panel(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Axes at a place given in inches from the lower left corner."""
    total = figure.get_figheight()
    axes = figure.add_axes((left / WIDTH_IN, bottom / total, width / WIDTH_IN, height / total))
    axes.set_facecolor(PAPER)
    return axes


def clock_axis(axes: Axes, starts: datetime, span_us: Us) -> None:
    """Time from left to right as simulated clock time, in at most nine steps of a round length."""
    steps = (
        5 * MINUTE_US,
        10 * MINUTE_US,
        15 * MINUTE_US,
        30 * MINUTE_US,
        HOUR_US,
        2 * HOUR_US,
        6 * HOUR_US,
        24 * HOUR_US,
    )
    step = next((size for size in steps if span_us / size <= 9), 7 * 24 * HOUR_US)
    axes.set_xlim(0, span_us)
    axes.xaxis.set_major_locator(MultipleLocator(step))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_clock(starts, round(value))[:5]))


def key(figure: Figure, entries: list[tuple[Any, str]], bottom_in: float = 0.08, columns: int = 8) -> None:
    """The marks in use with their words, in one line (or a few) at the foot."""
    handles = [handle for handle, _ in entries]
    figure.legend(
        handles, [word for _, word in entries], loc="lower left", ncols=min(columns, len(entries)), frameon=False,
        bbox_to_anchor=(0.0, bottom_in / figure.get_figheight()), fontsize=8.5, labelcolor=INK, handletextpad=0.3,
        columnspacing=1.3, borderpad=0.2,
    )  # fmt: skip


def end_words(axes: Axes, at: float, words: dict[str, float], apart: float) -> None:
    """Words at the right end of lines, each at its value, moved apart by *apart* of the axis where they would touch."""
    low, high = axes.get_ylim()
    ordered = sorted(words.items(), key=lambda item: item[1])
    places = [value for _, value in ordered]
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + (high - low) * apart)
    sunk = max(0.0, places[-1] - high) if places else 0.0
    for (text, _), place in zip(ordered, places, strict=True):
        axes.annotate(
            text, (at, place - sunk), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8.5, color=INK,
            annotation_clip=False,
        )  # fmt: skip


def mark(marker: str, colour: str, *, filled: bool = True, size: float = 7) -> Line2D:
    """A mark for the key."""
    face = colour if filled else "none"
    return Line2D([], [], linestyle="none", marker=marker, markersize=size, color=colour, markerfacecolor=face)


def to_svg(figure: Figure) -> str:
    """The figure as SVG text; the same figure gives the same text."""
    buffer = io.StringIO()
    with house_style():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def save(figure: Figure, path: Path, kind: Literal["png", "svg"] = "png") -> None:
    """Write the figure to *path*; the same figure gives the same bytes."""
    if kind == "svg":
        path.write_text(to_svg(figure), encoding="utf-8")
        return
    with house_style():
        figure.savefig(path, format="png", dpi=150, metadata={"Software": None})
