"""Numbers as tiles: what it is, how much, in which unit. Words go in escaped, so a scenario cannot write markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple, Protocol

from twin.lab.comparison import FIRST_METRICS
from twin.lab.metrics import METRICS
from twin.lab.wording import metric_value

_STYLE = """<style>
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 8px; margin: 2px 0 10px; }
.tiles .tile { border: 1px solid rgba(128, 140, 150, 0.35); border-radius: 8px; padding: 8px 12px 9px; margin: 0; }
.tiles .tile dt { font-size: 12.5px; font-weight: 400; opacity: 0.8; margin: 0; }
.tiles .tile dd { font-size: 19px; font-weight: 600; margin: 2px 0 0; line-height: 1.25;
  font-variant-numeric: tabular-nums; }
.tiles .tile dd.none { font-size: 15px; font-weight: 400; line-height: 24px; opacity: 0.8; }
</style>"""


class Measured(Protocol):
    """A metric's value (None: undefined) and unit."""

    @property
    def value(self) -> float | None:
        """The number."""

    @property
    def unit(self) -> str:
        """Its unit."""


class Tile(NamedTuple):
    """One number in words."""

    title: str
    text: str
    defined: bool


def metric_title(name: str) -> str:
    """Two or three words for the metric *name*."""
    words = METRICS[name].title if name in METRICS else name.replace("_", " ")
    return words[:1].upper() + words[1:]


def tiles(metrics: Mapping[str, Measured], names: Iterable[str] = FIRST_METRICS) -> list[Tile]:
    """The metrics of *names* that the run has, in that order."""
    found = [(name, metrics[name]) for name in names if name in metrics]
    return [
        Tile(metric_title(name), metric_value(name, one.value, one.unit), one.value is not None) for name, one in found
    ]


def tiles_html(shown: Iterable[Tile]) -> str:
    """Tiles as one description list."""
    return f"{_STYLE}<div class='tiles'>{''.join(map(_html, shown))}</div>"


def _html(tile: Tile) -> str:
    kind = "" if tile.defined else " class='none'"
    return f"<dl class='tile'><dt>{escape(tile.title)}</dt><dd{kind}>{escape(tile.text)}</dd></dl>"
