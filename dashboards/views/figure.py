"""Figures on a light or dark page: the neutral colours change, the colours that carry meaning stay."""

from __future__ import annotations

from twin.lab.figures.style import GRID, INK, MUTED, NORMAL, PANEL, PAPER

_DARK = {INK: "#E8ECEF", MUTED: "#A3AEB7", GRID: "#3A434C", PAPER: "#0E1117", PANEL: "#161B22", NORMAL: "#94A1AB"}


def on_theme(svg: str, *, dark: bool) -> str:
    """*svg* for a light page, or with the neutral colours of a dark one."""
    if not dark:
        return svg
    for light, colour in _DARK.items():
        svg = svg.replace(light.lower(), colour.lower())
    return svg
