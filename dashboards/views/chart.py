"""Small charts as SVG text: paired differences as dots with intervals, and two branches as lines.

Colours follow the page, light or dark; each mark has a shape and a word of its own, and every chart says in its label
what is to be seen. Text goes in escaped.

Sources: W. S. Cleveland, R. McGill, Graphical perception, JASA 79 (1984) 531-554 (position on a common scale is read
best); the palette is that of the figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

Scale = Callable[[float], float]

INK, SOFT, LINE, WAS, OTHER = "#1B2329", "#55616A", "#98A1A8", "#5B6770", "#007A59"
_DARK = {INK: "#E8ECEF", SOFT: "#A3AEB7", LINE: "#5A646D", WAS: "#94A1AB", OTHER: "#2FBF95"}
CHART_STYLE = """<style>
.ch img { display: block; width: 100%; max-width: 760px; } .ch figure { margin: 0; }
.ch figcaption { font-size: 14px; font-weight: 600; margin: 6px 0 0; }
.ch-grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 440px)); gap: 10px 24px; }
.ch img.whisker { width: 120px; }
.ch .key { font-size: 13.5px; margin: 0 0 4px; }
.ch .was { color: light-dark(#5B6770, #94A1AB); } .ch .other { color: light-dark(#007A59, #2FBF95); }
</style>"""
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_LABEL = re.compile(r"aria-label='([^']*)'")
_FONT = "font-family:&quot;Source Sans Pro&quot;,&quot;Source Sans 3&quot;,sans-serif;font-size:12.5px"
_WIDTH, _ROW, _LEFT, _RIGHT = 760.0, 26.0, 210.0, 190.0


@dataclass(frozen=True)
class Dot:
    """One line: its name, its mean with the interval (None: none), and its words at the right."""

    name: str
    mean: float | None
    lo: float | None
    hi: float | None
    words: str


@dataclass(frozen=True)
class Line:
    """Values over time; None where there is nothing to measure."""

    values: Sequence[float | None]


def dots_svg(dots: Sequence[Dot], label: str) -> str:
    """Dots with intervals around a zero line, all on one scale; *label* says what is to be seen."""
    ends = [abs(value) for dot in dots for value in (dot.mean, dot.lo, dot.hi) if value is not None]
    reach = max(ends, default=0.0) or 1.0
    middle, half = _LEFT + (_WIDTH - _LEFT - _RIGHT) / 2, (_WIDTH - _LEFT - _RIGHT) / 2 - 8
    height = _ROW * len(dots) + 12
    rows = "".join(_dot(dot, 8 + _ROW * (n + 0.5), middle, half / reach) for n, dot in enumerate(dots))
    axis = f"<line x1='{middle:g}' y1='2' x2='{middle:g}' y2='{height - 2:g}' stroke='{SOFT}' stroke-width='1'/>"
    return _svg(_WIDTH, height, axis + rows, label)


def _dot(dot: Dot, y: float, middle: float, scale: float) -> str:
    name = f"<text x='0' y='{y + 4:.1f}'>{escape(dot.name)}</text>"
    words = f"<text x='{_WIDTH - _RIGHT + 8:g}' y='{y + 4:.1f}'>{escape(dot.words)}</text>"
    if dot.mean is None:
        return name + words
    mark = f"<circle cx='{middle + dot.mean * scale:.1f}' cy='{y:.1f}' r='5' fill='{OTHER}'/>"
    if dot.lo is None or dot.hi is None:
        return name + mark + words
    ends = [middle + end * scale for end in (dot.lo, dot.hi)]
    bar = f"<line x1='{ends[0]:.1f}' x2='{ends[1]:.1f}' y1='{y:.1f}' y2='{y:.1f}' stroke='{OTHER}' stroke-width='2.5'/>"
    return name + bar + mark + words


def lines_svg(
    times: Sequence[float], was: Line, other: Line, *, label: str, clock: tuple[str, str], ends: tuple[str, str],
    marks: Sequence[tuple[float, str]] = (),
) -> str:  # fmt: skip
    """Two lines over the same times: as it was (grey, solid) and otherwise (green, dashed, square at its end).

    *clock* are the first and last moment in words, *ends* the last values of both in words, *marks* decisions at their
    times.
    """
    width, height, left, right, top, bottom = 380.0, 132.0, 6.0, 96.0, 10.0, 22.0
    span = (times[-1] - times[0]) or 1.0
    known = [value for line in (was, other) for value in line.values if value is not None] or [0.0]
    low, high = min(0.0, *known), max(known)
    size = (high - low) or 1.0

    def at(time: float) -> float:
        return left + (width - left - right) * (time - times[0]) / span

    def level(value: float) -> float:
        return height - bottom - (height - top - bottom) * (value - low) / size

    base = f"<line x1='{left:g}' x2='{width - right:g}' y1='{level(0.0):.1f}' y2='{level(0.0):.1f}' stroke='{LINE}'/>"
    drawn = "".join(
        f"<path d='{_path(times, line.values, at, level)}' fill='none' stroke='{colour}' stroke-width='2' {dash}/>"
        for line, colour, dash in ((was, WAS, ""), (other, OTHER, "stroke-dasharray='6 3'"))
    )
    drawn += _ends(was, other, ends, at(times[-1]), level)
    drawn += "".join(
        f"<path d='M{at(time):.1f} {height - bottom - 6:g}v6' "
        f"stroke='{OTHER}' stroke-width='3'><title>{escape(words)}</title></path>"
        for time, words in marks
        if times[0] <= time <= times[-1]
    )
    drawn += f"<text fill='{SOFT}' x='{left:g}' y='{height - 5:g}'>{escape(clock[0])}</text>"
    drawn += f"<text fill='{SOFT}' x='{width - right:g}' y='{height - 5:g}' text-anchor='end'>{escape(clock[1])}</text>"
    return _svg(width, height, base + drawn, label)


def _ends(was: Line, other: Line, ends: tuple[str, str], x: float, level: Scale) -> str:
    """The last values: a dot as it was, a square otherwise, words beside them that do not lie on each other."""
    places = [level(line.values[-1]) if line.values[-1] is not None else None for line in (was, other)]
    texts = [12.0 if place is None else min(106.0, max(12.0, place + 4)) for place in places]
    if abs(texts[0] - texts[1]) < 15:
        upper = 0 if (places[0] or 0) <= (places[1] or 0) else 1
        middle = min(98.0, max(20.0, sum(texts) / 2))
        texts[upper], texts[1 - upper] = middle - 7.5, middle + 7.5
    marks = ""
    if places[0] is not None:
        marks += f"<circle cx='{x:.1f}' cy='{places[0]:.1f}' r='4' fill='{WAS}'/>"
    if places[1] is not None:
        marks += f"<rect x='{x - 4:.1f}' y='{places[1] - 4:.1f}' width='8' height='8' fill='{OTHER}'/>"
    words = "".join(
        f"<text x='{x + 10:.1f}' y='{y:.1f}' fill='{colour}'>{escape(text)}</text>"
        for text, y, colour in zip(ends, texts, (WAS, OTHER), strict=True)
    )
    return marks + words


def _path(times: Sequence[float], values: Sequence[float | None], at: Scale, level: Scale) -> str:
    parts, pen = [], "M"
    for time, value in zip(times, values, strict=True):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{at(time):.1f} {level(value):.1f}")
        pen = "L"
    return "".join(parts)


def whisker_svg(mean: float, lo: float | None, hi: float | None) -> str:
    """One difference as a small dot with its interval, on a scale of its own with zero in the middle."""
    reach = max(abs(value) for value in (mean, lo or 0.0, hi or 0.0)) or 1.0
    at = [60 + 52 * (value or 0.0) / reach for value in (mean, lo, hi)]
    axis = f"<line x1='60' x2='60' y1='1' y2='17' stroke='{SOFT}'/>"
    bar = (
        f"<line x1='{at[1]:.1f}' x2='{at[2]:.1f}' y1='9' y2='9' stroke='{OTHER}' stroke-width='2.5'/>"
        if lo is not None
        else ""
    )
    return _svg(120, 18, f"{axis}{bar}<circle cx='{at[0]:.1f}' cy='9' r='4.5' fill='{OTHER}'/>", "", "whisker")


def on_page(html: str, *, dark: bool) -> str:
    """*html* with its charts as pictures, in the colours of a light or dark page."""
    return _SVG.sub(lambda found: _picture(found[0], dark=dark), html)


def _picture(svg: str, *, dark: bool) -> str:
    """The chart on the ground that it was drawn for, so that it can be read when the page changes its theme."""
    for light, colour in _DARK.items() if dark else ():
        svg = svg.replace(light, colour)
    label = _LABEL.search(svg)
    kind = " class='whisker'" if "data-kind='whisker'" in svg else ""
    ground = f"background-color:{'#0E1117' if dark else '#FFFFFF'}"
    return f"<img{kind} alt='{label[1] if label else ''}' src=\"data:image/svg+xml,{quote(svg)}\" style='{ground}'>"


def _svg(width: float, height: float, drawn: str, label: str, kind: str = "chart") -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}' "
        f"width='{width:g}' height='{height:g}' "
        f"fill='{INK}' data-kind='{kind}' style='{_FONT}' aria-label='{escape(label, quote=True)}'>{drawn}</svg>"
    )
