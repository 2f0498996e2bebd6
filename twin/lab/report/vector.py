"""Pictures inside a page: a figure as inline SVG that follows the page's theme and shares no identity with another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twin.lab.figures.style import THEME, to_svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_GLOBAL_STYLE = re.compile(r"<style type=\"text/css\">.*?</style>\s*", re.DOTALL)
_SIZE = re.compile(r' width="[\d.]+pt" height="[\d.]+pt"', re.DOTALL)
_NAMES = re.compile(r'(\bid="|url\(#|href="#)')
_ATTRIBUTE = re.compile(r'\b(fill|stroke)="(#[0-9a-f]{6})"')
_SPACE = re.compile(r"\s*\n\s*")


def inline_svg(figure: Figure, name: str) -> str:
    """The figure for an HTML page; *name* keeps its identities apart from those of other figures."""
    text = _HEAD.sub("", to_svg(figure), count=1)
    text = _GLOBAL_STYLE.sub("", _METADATA.sub("", text))
    text = _NAMES.sub(rf"\g<1>{name}-", text)
    text = _SIZE.sub("", text, count=1).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    text = _ATTRIBUTE.sub(r'style="\1: \2"', text)
    for colour, variable in THEME.items():
        text = text.replace(colour.lower(), f"var({variable})")
    return _SPACE.sub(" ", text.replace("'DejaVu Sans'", "inherit"))
