"""Pictures and columns for papers that are printed: a figure as PNG, and how wide the columns of a table are."""

from __future__ import annotations

import io
from weakref import WeakKeyDictionary

from matplotlib.figure import Figure

from twin.exercise.papers.document import Picture, Table
from twin.lab.figures.style import house_style

_DPI = 144
_LEAST, _MOST, _EVIDENCE, _MOST_EVIDENCE = 5, 60, 8, 14
"""Letters that a column counts for at least and at most, and those of a column of evidence."""


_DRAWN: WeakKeyDictionary[Figure, bytes] = WeakKeyDictionary()
"""Figures that were drawn already: a report is had in several formats at once."""


def png(picture: Picture) -> bytes:
    """The figure, the same bytes for the same figure."""
    if picture.figure not in _DRAWN:
        _DRAWN[picture.figure] = _png(picture)
    return _DRAWN[picture.figure]


def _png(picture: Picture) -> bytes:
    buffer = io.BytesIO()
    with house_style():
        picture.figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    return buffer.getvalue()


def shares(table: Table) -> list[float]:
    """The share of the page's width that each column takes, that of the evidence last; they add up to 1."""
    weights = [100 * width for width in table.widths] or [_weight(table, number) for number in range(len(table.heads))]
    if len(table.columns) > len(weights):
        longest = max(len(", ".join(map(str, row.cites[:2]))) for row in table.rows)
        weights.append(float(max(_EVIDENCE, min(longest, _MOST_EVIDENCE))))
    total = sum(weights)
    return [weight / total for weight in weights]


def _weight(table: Table, number: int) -> float:
    """Half the longest text and half the average one, so that one long cell does not take the page."""
    sizes = [len(table.heads[number]), *(len(row.cells[number]) for row in table.rows)]
    longest, mean = max(sizes), sum(sizes) / len(sizes)
    return float(min(_MOST, max(_LEAST, (longest + mean) / 2)))
