"""A document as PDF: A4 across, text that can be searched and copied, bookmarks, and heads that repeat on every page.

The letters are DejaVu Sans, which matplotlib brings along; only those that are used go into the file. Equal documents
give equal bytes.

Source: ISO 32000-1 (PDF 1.7), 12.3.3 (document outline).
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

from fpdf import FPDF

from twin.exercise.papers.document import HAND, Block, Bullets, Document, Facts, Picture, Section, Statement, Table
from twin.exercise.papers.markdown import told
from twin.exercise.papers.pdf_table import Sheet
from twin.exercise.papers.picture import png

_INK, _MUTED, _LINK = (31, 41, 51), (82, 96, 109), (0, 90, 141)
_MARGIN_MM = 15.0
_PICTURE_MM = 225.0


def pdf(document: Document) -> bytes:
    """The file."""
    page = _Page(document)
    page.add_page()
    if document.marking:
        page.say(document.marking, 9, style="B")
    page.say(document.title, 20, style="B", after=1)
    page.say(document.over, 8.5, colour=_MUTED, after=3)
    page.say(document.answer, 12.5, style="B", after=4)
    for section in document.sections:
        _section(page, section)
    page.say(f"{HAND.strip()} marks what people said.", 8, colour=_MUTED)
    return bytes(page.output())


class _Page(FPDF):
    """A4 across with the house's letters, a foot on every page, and the day of the document as its date."""

    def __init__(self, document: Document) -> None:
        super().__init__("landscape", "mm", "A4")
        self._foot = " · ".join(filter(None, [document.marking, document.over]))
        for style, name in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold")):
            self.add_font("dejavu", style, _font(name))
        self.set_margins(_MARGIN_MM, 14, _MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=16)
        self.set_title(document.title)
        self.set_subject(document.answer[:250])
        self.set_author("twin-range")
        self.set_lang("en")
        self.set_creation_date(datetime.fromisoformat(document.dated))

    def footer(self) -> None:
        """What the paper is, how it may be handled, and the number of the page."""
        self.set_y(-11)
        self.set_font("dejavu", "", 7.5)
        self.set_text_color(_MUTED)
        self.cell(0, 5, self._foot[:170])
        self.set_x(self.l_margin)
        self.cell(0, 5, f"{self.page_no()}", align="R")

    def say(
        self, text: str, size: float, *, style: str = "", colour: tuple[int, int, int] = _INK, after: float = 1.5,
        tail: str = "",
    ) -> None:  # fmt: skip
        """A paragraph, with a *tail* in small letters."""
        self.set_font("dejavu", style, size)
        self.set_text_color(colour)
        self.write(size * 0.5, text)
        if tail:
            self.set_font("dejavu", "", size * 0.8)
            self.set_text_color(_LINK)
            self.write(size * 0.5, f"  {tail}")
        self.ln(size * 0.5 + after)


def _font(name: str) -> Path:
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{name}.ttf"


def _section(page: _Page, section: Section) -> None:
    if section.card or page.will_page_break(30):
        page.add_page()
    elif page.page:
        page.ln(3)
    page.start_section(section.title)
    page.say(section.title, 14, style="B", tail="facilitators only" if section.private else "")
    for block in section.blocks:
        _block(page, block)


def _block(page: _Page, block: Block) -> None:
    if isinstance(block, Statement):
        _say(page, block)
    elif isinstance(block, Facts):
        for fact in block.facts:
            _say(page, told(fact), f"{fact.name}: ")
    elif isinstance(block, Bullets):
        for item in block.items:
            _say(page, item, "•  ")
    elif isinstance(block, Picture):
        _picture(page, block)
    else:
        _table(page, block)


def _say(page: _Page, one: Statement, before: str = "") -> None:
    if before:
        page.set_font("dejavu", "B", 9.5)
        page.set_text_color(_INK)
        page.write(4.75, before)
    text = (HAND if one.source == "people" else "") + one.text
    page.say(text, 9.5, tail=", ".join(map(str, one.cites)))


def _picture(page: _Page, picture: Picture) -> None:
    width, height = picture.figure.get_size_inches()
    tall = _PICTURE_MM * height / width
    if page.will_page_break(tall):
        page.add_page()
    page.image(BytesIO(png(picture)), w=_PICTURE_MM, alt_text=picture.words)
    page.ln(3)


def _table(page: _Page, table: Table) -> None:
    if table.caption or not table.rows:
        words = ": ".join(filter(None, [table.caption, "" if table.rows else table.empty]))
        page.say(words, 8.5, colour=_MUTED)
    if not table.rows:
        return
    Sheet(page, table).draw()
    page.ln(3)
