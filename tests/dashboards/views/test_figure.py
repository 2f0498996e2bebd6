"""Figures on light and dark pages."""

from __future__ import annotations

from dashboards.views.figure import on_theme
from twin.lab.figures.style import ATTACK, INK


def test_neutral_colours_follow_the_page_and_meanings_stay() -> None:
    """On a dark page ink turns light; the attacker's colour is the same everywhere."""
    svg = f"<path fill='{INK.lower()}'/><path fill='{ATTACK.lower()}'/>"
    assert on_theme(svg, dark=False) == svg
    dark = on_theme(svg, dark=True)
    assert INK.lower() not in dark
    assert ATTACK.lower() in dark
