"""Lists as plain tables: short, newest first, with a word on how many are hidden. Text goes in escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

SHOWN = 40

LIST_STYLE = """<style>
.list { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
.list th, .list td { text-align: left; padding: 6px 14px 6px 0; border-bottom: 1px solid rgba(128, 140, 150, 0.35);
  vertical-align: top; }
.list th { font-size: 12.5px; font-weight: 400; opacity: 0.85; white-space: nowrap; }
.hidden { font-size: 13px; opacity: 0.85; margin: 8px 0 0; }
</style>"""


def list_html(rows: Sequence[dict[str, Any]], shown: int = SHOWN) -> str:
    """The first *shown* of *rows* as a table under the names of their fields."""
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in rows[0])
    lines = "".join(
        f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in row.values())}</tr>" for row in rows[:shown]
    )
    hidden = len(rows) - shown
    note = f"<p class='hidden'>{hidden:,} more are hidden.</p>" if hidden > 0 else ""
    return f"{LIST_STYLE}<table class='list'><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>{note}"
