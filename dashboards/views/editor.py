"""How a text is written in the app: in letters of one width, without broken lines, so that indents are seen."""

from __future__ import annotations

EDITOR_STYLE = """<style>
.stTextArea textarea { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 13px; line-height: 1.5;
  white-space: pre; overflow-x: auto; tab-size: 2; }
</style>"""
