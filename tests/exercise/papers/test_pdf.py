"""A document as PDF, read back letter by letter."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("fpdf")

from tests.exercise.papers.paper import ODD, paper
from tests.exercise.papers.pdf_words import pages, words
from twin.exercise.papers.pdf import pdf


def test_words_can_be_read_and_copied() -> None:
    """Headings, sentences, what people typed, cells of tables; accents and signs included."""
    text = words(pdf(paper()))
    for wanted in (
        "What did it show?",
        "Notes of facilitators",
        "03:12:02",
        "TLP:GREEN",
        "All rows",
        "None was found.",
    ):
        assert wanted in text
    assert ODD.partition(" <b>")[0] in text
    assert "≥ 5 °C" in text


def test_equal_documents_give_equal_bytes() -> None:
    """The date inside is the document's."""
    content = pdf(paper())
    assert content == pdf(paper())
    assert b"D:20261122104005" in content


def test_sections_are_bookmarks_and_pictures_have_words() -> None:
    """For those who move by headings, and those who do not see."""
    content = pdf(paper())
    assert content.count(b"/Title") >= 3
    assert b"/Lang" in content


def test_a_card_is_a_page() -> None:
    """Three cards are three pages after the first."""
    document = paper()
    cards = replace(document, sections=tuple(replace(each, card=True) for each in document.sections))
    assert pages(pdf(cards)) == pages(pdf(replace(document, sections=()))) + 3
