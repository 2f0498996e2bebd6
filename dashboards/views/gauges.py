"""Figures that a seat may know as tiles: value with unit, what became of it in the last minutes, and its trend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from twin.lab.wording import quantity

_WIDE, _HIGH = 100.0, 24.0
_LINE = "#3D8BC0"
"""Blue that keeps 3:1 on white and on the dark page."""

LATELY = 10
"""Values of a trend are a minute apart."""


def gauges_html(kpis: Iterable[Mapping[str, Any]]) -> str:
    """All figures, in the order they come."""
    return f"<div class='rm-tiles'>{''.join(map(_tile, kpis))}</div>"


def _tile(kpi: Mapping[str, Any]) -> str:
    title = kpi["title"][:1].upper() + kpi["title"][1:]
    value = "not known yet" if kpi["value"] is None else quantity(kpi["value"], kpi["unit"])
    return (
        f"<dl class='rm-tile'><dt>{escape(title)}</dt><dd class='value'>{escape(value)}</dd>"
        f"<dd>{spark_html(kpi['trend'], title)}{lately(kpi)}</dd></dl>"
    )


def lately(kpi: Mapping[str, Any]) -> str:
    """What became of the value in its last :data:`LATELY` minutes; nothing where it has no past, or none so long."""
    trend = kpi["trend"]
    if kpi["value"] is None or len(trend) <= LATELY:
        return ""
    change = trend[-1] - trend[-1 - LATELY]
    return f"{change:+,.4g} in {LATELY} min" if change else f"as {LATELY} min ago"


def spark_html(trend: Sequence[float], title: str) -> str:
    """The last values as a line, scaled to their span, as a picture that says its ends; nothing for fewer than two."""
    if len(trend) < 2:
        return ""
    low, high = min(trend), max(trend)
    span = (high - low) or 1.0
    step = _WIDE / (len(trend) - 1)
    points = " ".join(f"{n * step:.1f},{2 + _HIGH - _HIGH * (value - low) / span:.1f}" for n, value in enumerate(trend))
    picture = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDE:g} {_HIGH + 4:g}' preserveAspectRatio='none'>"
        f"<polyline points='{points}' fill='none' stroke='{_LINE}' stroke-width='1.6' "
        "vector-effect='non-scaling-stroke'/></svg>"
    )
    words = escape(f"{title}: {trend[0]:g} to {trend[-1]:g}", quote=True)
    return f"<img alt='{words}' src=\"data:image/svg+xml,{quote(picture)}\">"
