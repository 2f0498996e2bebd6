"""A document as DOCX, read back."""

from __future__ import annotations

import io
import zipfile

import pytest

word_files = pytest.importorskip("docx")

from tests.exercise.papers.paper import ODD, paper  # noqa: E402 - after the library is known to be there
from twin.exercise.papers.docx import docx  # noqa: E402 - the same


def test_headings_tables_and_words_come_back() -> None:
    """As real headings, with heads that repeat and cells that say what they should."""
    word = word_files.Document(io.BytesIO(docx(paper())))
    headings = [each.text for each in word.paragraphs if each.style.name == "Heading 1"]
    assert headings == ["Facts", "Rows", "Notes of facilitators   facilitators only"]
    table = word.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["when", "what", "count", "evidence"]
    assert [cell.text for cell in table.rows[1].cells] == ["03:12:00", f"{ODD} 0", "0", "#1"]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert any(ODD in each.text for each in word.paragraphs)


def test_a_picture_has_words_for_those_who_do_not_see_it() -> None:
    """And lies in the file."""
    content = docx(paper())
    word = word_files.Document(io.BytesIO(content))
    assert [shape._inline.docPr.get("descr") for shape in word.inline_shapes] == ["The finding"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert any(name.endswith(".png") for name in archive.namelist())


def test_equal_documents_give_equal_bytes_and_the_day_is_that_of_the_document() -> None:
    """No clock is asked."""
    assert docx(paper()) == docx(paper())
    assert (
        word_files.Document(io.BytesIO(docx(paper()))).core_properties.created.isoformat()
        == "2026-11-22T10:40:05+00:00"
    )


def test_a_card_begins_on_a_page_of_its_own() -> None:
    """A break stands before it."""
    from dataclasses import replace

    document = paper()
    cards = replace(document, sections=tuple(replace(each, card=True) for each in document.sections))
    breaks = word_files.Document(io.BytesIO(docx(cards))).element.xpath("//w:br[@w:type='page']")
    assert len(breaks) == 3
