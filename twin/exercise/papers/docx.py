"""A document as DOCX, with real headings, tables whose heads repeat on every page, and pictures with words for them.

Equal documents give equal bytes: the archive carries the day that the document speaks of.

Source: ECMA-376 (Office Open XML), part 1: 17.4.78 (tblHeader), 17.16.5.44 (PAGE).
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import docx as word_files
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph

from twin.exercise.papers.archive import settled
from twin.exercise.papers.document import HAND, Block, Bullets, Document, Facts, Picture, Section, Statement, Table
from twin.exercise.papers.markdown import told
from twin.exercise.papers.picture import png, shares

_INK, _MUTED, _LINK = RGBColor(0x1F, 0x29, 0x33), RGBColor(0x52, 0x60, 0x6D), RGBColor(0x00, 0x5A, 0x8D)
_HEAD_FILL = "E8ECF0"
_WIDTH_CM = 26.2
_TWENTIETHS_A_CM = 1440 / 2.54
_CELL = "Cell"
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


def docx(document: Document) -> bytes:
    """The file; what XML cannot hold is left out, or one character in an old log would keep it from being written."""
    document = _printable(document)
    word = word_files.Document()
    _page(word, document)
    _properties(word, document)
    if document.marking:
        word.add_paragraph().add_run(document.marking).bold = True
    word.add_heading(document.title, 0)
    _small(word.add_paragraph(), document.over)
    answer = word.add_paragraph().add_run(document.answer)
    answer.bold, answer.font.size = True, Pt(13)
    for section in document.sections:
        _section(word, section)
    _small(word.add_paragraph(), f"{HAND.strip()} marks what people said.")
    buffer = io.BytesIO()
    word.save(buffer)
    return settled(buffer.getvalue(), document.dated)


def _printable(part: Any) -> Any:
    """*part* of a document with texts that XML can hold."""
    if isinstance(part, str):
        return _UNPRINTABLE.sub("", part)
    if isinstance(part, tuple):
        return tuple(map(_printable, part))
    if not is_dataclass(part) or isinstance(part, type):
        return part
    return replace(part, **{each.name: _printable(getattr(part, each.name)) for each in fields(part) if each.init})


def _page(word: Word, document: Document) -> None:
    """A4 across, since evidence comes in tables."""
    page = word.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = Cm(1.75)
    page.top_margin = page.bottom_margin = Cm(1.8)
    style: Any = word.styles["Normal"]
    style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(10), _INK
    for level in (1, 2):
        heading: Any = word.styles[f"Heading {level}"]
        heading.font.color.rgb = _INK
    cell: Any = word.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = word.styles["Normal"], Pt(8.5)
    cell.paragraph_format.space_after = Pt(0)
    footer = page.footer.paragraphs[0]
    _small(footer, " · ".join(filter(None, [document.marking, document.over, "page "])))
    _field(footer, "PAGE")


def _properties(word: Word, document: Document) -> None:
    own = word.core_properties
    own.title, own.subject, own.author = document.title, document.over, "twin-range"
    own.created = own.modified = datetime.fromisoformat(document.dated).replace(tzinfo=None)
    own.last_modified_by, own.comments = "twin-range", document.answer[:250]


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that the word processor fills in, such as the number of the page."""
    run = paragraph.add_run()
    run.font.size, run.font.color.rgb = Pt(8.5), _MUTED
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._r.append(element)  # noqa: SLF001 - fields have no other door in python-docx


def _section(word: Word, section: Section) -> None:
    if section.card:
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    heading = word.add_heading(section.title, 1)
    if section.private:
        _small(heading, "   facilitators only")
    for block in section.blocks:
        _block(word, block)


def _block(word: Word, block: Block) -> None:
    if isinstance(block, Statement):
        _say(word.add_paragraph(), block)
    elif isinstance(block, Facts):
        for fact in block.facts:
            paragraph = word.add_paragraph()
            paragraph.add_run(f"{fact.name}: ").bold = True
            _say(paragraph, told(fact))
    elif isinstance(block, Bullets):
        for item in block.items:
            _say(word.add_paragraph(style="List Bullet"), item)
    elif isinstance(block, Picture):
        shape = word.add_picture(io.BytesIO(png(block)), width=Inches(_WIDTH_CM / 2.54 * 0.88))
        shape._inline.docPr.set("descr", block.words)  # noqa: SLF001 - words for those who do not see it
    else:
        _table(word, block)


def _say(paragraph: Paragraph, one: Statement) -> None:
    paragraph.paragraph_format.space_after = Pt(3)
    paragraph.add_run((HAND if one.source == "people" else "") + one.text)
    if one.cites:
        run = paragraph.add_run(f"  {', '.join(map(str, one.cites))}")
        run.font.size, run.font.color.rgb = Pt(8), _LINK


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb, run.bold = Pt(8.5), _MUTED, False


def _table(word: Word, table: Table) -> None:
    if table.caption or not table.rows:
        _small(word.add_paragraph(), ": ".join(filter(None, [table.caption, "" if table.rows else table.empty])))
    if table.rows:
        word.add_paragraph()._p.addprevious(parse_xml(_table_xml(table)))  # noqa: SLF001 - see the words of _table_xml


def _table_xml(table: Table) -> str:
    """The table as WordprocessingML: built cell by cell, one of 300 rows takes the library seconds."""
    widths = [round(_WIDTH_CM * share * _TWENTIETHS_A_CM) for share in shares(table)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = _row_xml(table.columns, widths, table, head=True)
    rows = "".join(_row_xml(table.cells(row), widths, table, head=False) for row in table.rows)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{heads}{rows}</w:tbl>'
    )


def _row_xml(cells: Sequence[str], widths: Sequence[int], table: Table, *, head: bool) -> str:
    repeat = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEAD_FILL}"/>' if head else ""
    bold = "<w:rPr><w:b/></w:rPr>" if head else ""
    made = []
    for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        right = '<w:jc w:val="right"/>' if number in table.numbers else ""
        text = escape(cell)
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{_CELL}"/>{right}</w:pPr>'
            f'<w:r>{bold}<w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
        )
    return f"<w:tr>{repeat}{''.join(made)}</w:tr>"
