"""A document as DOCX, read back."""

from __future__ import annotations

import io
import zipfile

import pytest

word_files = pytest.importorskip("docx")

from tests.exercise.papers.paper import ODD, figure, paper  # noqa: E402 - after the library is known to be there
from twin.exercise.papers.document import (  # noqa: E402 - the same
    Bullets,
    Document,
    Fact,
    Facts,
    Picture,
    Row,
    Section,
    Statement,
    Table,
)
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


@pytest.mark.parametrize("odd", ["\ufffe", "\uffff", "\ud800", "\x00", "\x1b", "\ufdd0", "\U0001fffe"])
def test_a_character_that_xml_cannot_hold_does_not_keep_it_from_being_written(odd: str) -> None:
    """Wherever it stands, in a log that is older than the rule against it: the words around it are there."""
    said = Statement(f"it {odd}scans", (), "people")
    blocks = (
        said, Facts((Fact(f"a {odd}fact", said, f"de{odd}tail"),)), Bullets((said,)),
        Table((f"he{odd}ad",), (Row((f"ce{odd}ll",)),), f"ca{odd}ption"),
        Picture("shown", f"wo{odd}rds", figure()),
    )  # fmt: skip
    section = Section("odd", f"Se{odd}ction", blocks)
    document = Document(f"Ti{odd}tle", f"o{odd}ver", f"an{odd}swer", paper().dated, (section,), f"TLP{odd}")
    word = word_files.Document(io.BytesIO(docx(document)))
    texts = [each.text.replace(odd, "") for each in word.paragraphs]
    assert {"Title", "answer", "Section", "caption"} <= set(texts)
    assert sum("it scans" in text for text in texts) == 3
    assert word.tables[0].rows[1].cells[0].text.replace(odd, "") == "cell"


def test_a_card_begins_on_a_page_of_its_own() -> None:
    """A break stands before it."""
    from dataclasses import replace

    document = paper()
    cards = replace(document, sections=tuple(replace(each, card=True) for each in document.sections))
    breaks = word_files.Document(io.BytesIO(docx(cards))).element.xpath("//w:br[@w:type='page']")
    assert len(breaks) == 3
