"""Tables in a PDF."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("fpdf")

from tests.exercise.papers.paper import paper
from tests.exercise.papers.pdf_words import pages, words
from twin.exercise.papers.document import Document, Row, Section, Table
from twin.exercise.papers.pdf import pdf


def _with(table: Table) -> Document:
    return replace(paper(), sections=(Section("rows", "Rows", (table,)),))


def test_heads_come_again_on_each_page_and_no_row_is_lost() -> None:
    """120 rows take several pages; every row and every page's head is there."""
    content = pdf(_with(Table(("when", "unlike"), tuple(Row((f"row-{n:03}", "x")) for n in range(120)))))
    text = words(content)
    assert pages(content) > 2
    assert all(f"row-{n:03}" in text for n in range(120))
    assert text.count("unlike") == pages(content)


def test_a_cell_taller_than_a_page_goes_on() -> None:
    """All of its words are set, and none twice."""
    told = " ".join(f"word{n:04}" for n in range(1500))
    content = pdf(_with(Table(("a", "b"), (Row(("short", told)),), widths=(0.5, 0.5))))
    text = words(content)
    assert pages(content) > 1
    assert all(text.count(f"word{n:04}") == 1 for n in range(1500))


def test_a_word_wider_than_its_column_is_cut_and_complete() -> None:
    """Digests and addresses have no spaces."""
    digest = "0123456789abcdef" * 16
    content = pdf(_with(Table(("a", "b"), (Row(("x", digest)),), widths=(0.9, 0.1))))
    assert digest in words(content).replace("\n", "")
