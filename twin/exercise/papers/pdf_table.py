"""A table in a PDF: rows that no page tears apart where one can hold them, under heads that come again on each.

Words are wrapped here, with each word measured once: the library's own tables set every cell letter by letter, twice,
and a report of some hundred rows would take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fpdf import FPDF

from twin.exercise.papers.document import Table
from twin.exercise.papers.picture import shares

WIDTH_MM = 267.0
_SIZE_PT, _LINE_MM, _PAD_MM = 7.5, 3.7, 0.9
_INK, _GRID, _FILL = (31, 41, 51), (216, 222, 228), (232, 236, 240)


class Sheet:
    """*table* on *page*, from where it stands."""

    def __init__(self, page: FPDF, table: Table) -> None:
        self._page, self._table = page, table
        self._widths = [WIDTH_MM * share for share in shares(table)]
        self._measured: dict[tuple[str, str], float] = {}

    def draw(self) -> None:
        """Draw it, on as many pages as it takes."""
        page = self._page
        page.set_text_color(_INK)
        page.set_draw_color(_GRID)
        page.set_line_width(0.2)
        self._head()
        for row in self._table.rows:
            self._row(self._table.cells(row))

    def _head(self) -> None:
        """The heads, with room for a row under them."""
        page, lines = self._page, self._lines(self._table.columns, "B")
        tall = _height(lines)
        if page.will_page_break(tall + 2 * _LINE_MM):
            page.add_page()
        page.set_fill_color(_FILL)
        page.rect(page.l_margin, page.get_y(), WIDTH_MM, tall, "F")
        self._set(lines, tall)

    def _row(self, cells: Sequence[str]) -> None:
        """A row; one taller than a page goes on from page to page."""
        page, lines = self._page, self._lines(cells, "")
        while lines:
            room = int((page.page_break_trigger - page.get_y() - 2 * _PAD_MM) / _LINE_MM)
            most = max(map(len, lines))
            if room < min(most, 40):
                page.add_page()
                self._head()
                continue
            part = [column[:room] for column in lines]
            self._set(part, _height(part))
            lines = [column[room:] for column in lines] if most > room else []

    def _set(self, lines: Sequence[Sequence[str]], tall: float) -> None:
        """Lines of each cell beside each other, and a rule under them."""
        page = self._page
        top, left = page.get_y(), page.l_margin
        for number, (column, width) in enumerate(zip(lines, self._widths, strict=True)):
            for at, line in enumerate(column):
                beside = width - 2 * _PAD_MM - page.get_string_width(line) if number in self._table.numbers else 0.0
                page.text(left + _PAD_MM + beside, top + _PAD_MM + (at + 0.78) * _LINE_MM, line)
            left += width
        page.line(page.l_margin, top + tall, page.l_margin + WIDTH_MM, top + tall)
        page.set_y(top + tall)

    def _lines(self, cells: Sequence[str], style: str) -> list[list[str]]:
        self._page.set_font("dejavu", style, _SIZE_PT)
        room = (width - 2 * _PAD_MM for width in self._widths)
        return [list(self._wrapped(cell, most, style)) for cell, most in zip(cells, room, strict=True)]

    def _wrapped(self, text: str, most: float, style: str) -> Iterator[str]:
        """Lines of at most *most* mm; a word that is wider is cut."""
        space = self._width(" ", style)
        for paragraph in text.split("\n"):
            line, used = "", 0.0
            for word in self._words(paragraph, most, style):
                wide = self._width(word, style)
                if line and used + space + wide > most:
                    yield line
                    line, used = word, wide
                else:
                    line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
            yield line

    def _words(self, text: str, most: float, style: str) -> Iterator[str]:
        for word in text.split():
            rest = word
            while len(rest) > 1 and self._width(rest, style) > most:
                cut = max(1, int(len(rest) * most / self._width(rest, style)))
                while cut > 1 and self._width(rest[:cut], style) > most:
                    cut -= 1
                yield rest[:cut]
                rest = rest[cut:]
            yield rest

    def _width(self, word: str, style: str) -> float:
        known = self._measured.get((word, style))
        if known is None:
            known = self._measured[word, style] = self._page.get_string_width(word)
        return known


def _height(lines: Sequence[Sequence[str]]) -> float:
    return max(map(len, lines)) * _LINE_MM + 2 * _PAD_MM
