"""How a text is written in the app."""

from __future__ import annotations

from dashboards.views.editor import EDITOR_STYLE


def test_indents_are_seen() -> None:
    """Letters of one width, and no line is broken."""
    assert "monospace" in EDITOR_STYLE
    assert "white-space: pre" in EDITOR_STYLE
