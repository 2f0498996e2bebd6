"""The sheet of the exercise room."""

from __future__ import annotations

import re
from pathlib import Path

from dashboards.views.room_style import FULL_WIDTH, ROOM_STYLE

PAIR = re.compile(r"--rm-(\w+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)")
WHITE, DARK = "#FFFFFF", "#0E1117"


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_colour_can_be_read_on_its_page() -> None:
    """WCAG 2.2 AA: 4.5:1 for text, on white and on the dark page."""
    inks = {name: pair for name, *pair in PAIR.findall(ROOM_STYLE) if name not in {"tile", "page"}}
    assert set(inks) == {"soft", "alert", "good", "bad", "warn", "deny"}
    for name, (light, dark) in inks.items():
        assert _contrast(light, WHITE) >= 4.5, name
        assert _contrast(dark, DARK) >= 4.5, name


def test_every_brace_is_closed() -> None:
    """A sheet that is cut off in the middle loses the rules after it."""
    for sheet in (ROOM_STYLE, FULL_WIDTH):
        assert sheet.count("{") == sheet.count("}")
        assert sheet.startswith("<style>")
        assert sheet.endswith("</style>")


def test_one_long_word_stays_on_the_page(repo: Path) -> None:
    """Lists, cards and tables to pick from break it; times and numbers stay whole."""
    assert ".rm-list td, .rm-item, .rm-pairs dd, .rm-said { overflow-wrap: anywhere; }" in ROOM_STYLE
    assert ".rm-list td.rm-when { white-space: nowrap" in ROOM_STYLE
    picked = (repo / "dashboards" / "widgets" / "pick.js").read_text("utf-8")
    assert ".pick td { overflow-wrap: anywhere; }" in picked
    assert "ellipsis" not in picked
