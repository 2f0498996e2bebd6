"""The table of formats."""

from __future__ import annotations

import pytest

from tests.exercise.papers.paper import paper
from twin.exercise.papers.formats import FORMATS, written

BEGINS = {"html": b"\n<!DOCTYPE html>", "md": b"**TLP", "docx": b"PK\x03\x04", "pdf": b"%PDF-1.", "json": b"{\n"}


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_writes_its_kind_of_file(name: str) -> None:
    """By its first bytes; endings of names are not shared."""
    assert written(paper(), name).lstrip().startswith(BEGINS[name].lstrip())
    assert sum(each.suffix == FORMATS[name].suffix for each in FORMATS.values()) == 1


@pytest.mark.parametrize("name", list(FORMATS))
def test_equal_documents_give_equal_bytes(name: str) -> None:
    """In every format."""
    assert written(paper(), name) == written(paper(), name)
