"""What a room sees on the wall: a big clock, figures that everybody may know, messages that went to all."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from dashboards.views.gauges import gauges_html
from dashboards.views.messages import empty_html, message_html
from dashboards.views.strip import module_words, status_html

SIZES = {"Normal": 1.0, "Large": 1.3, "Very large": 1.7}
SHOWN = 4


def board_html(view: Mapping[str, Any], size: str = "Normal", strong: bool = False) -> str:
    """The wall's picture at a text *size*; *strong* for white on black."""
    exercise = view["exercise"]
    told = [one for one in view["inbox"] if "all" in one["to"]]
    messages = "".join(message_html({**one, "read": True}) for one in told[:SHOWN])
    return (
        f"<div class='rm-board{' strong' if strong else ''}' style='--size:{SIZES[size]:g}'>"
        f"<div class='clock'>{escape(exercise['clock'])}</div>"
        f"<div class='under'>{status_html(exercise)} · {escape(module_words(exercise))} · "
        f"{escape(exercise['title'])}</div>"
        f"{gauges_html(view['kpis'])}<h3>Told to everybody</h3>"
        f"{messages or empty_html('Nothing was told to everybody yet. Messages for all seats appear here.')}</div>"
    )
