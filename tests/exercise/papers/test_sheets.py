"""Tables of text as CSV and XLSX."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

openpyxl = pytest.importorskip("openpyxl")

from twin.core.errors import BadInput  # noqa: E402 - after the library is known to be there
from twin.exercise.papers import sheets  # noqa: E402 - the same
from twin.exercise.papers.sheets import csv_of, read_file, read_rows, xlsx_of  # noqa: E402 - the same

DATED = "2026-11-22T10:40:05+00:00"
_cell = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=20).map(
    str.strip
)
_tables = st.lists(st.lists(_cell, min_size=3, max_size=3), min_size=1, max_size=4).filter(
    lambda rows: all(map(any, rows))
)


@settings(max_examples=60, deadline=None)
@given(_tables)
def test_what_is_written_is_read(rows: list[list[str]]) -> None:
    """In both formats, whatever people write; commas, quotes and signs of formulas included."""
    rows = [["id", "text", "to"], *rows]
    assert read_rows(csv_of(rows), "x.csv") == rows
    assert read_rows(xlsx_of(rows, DATED), "x.xlsx") == rows


def test_nothing_that_is_written_is_a_formula() -> None:
    """A spreadsheet that opens it calculates nothing."""
    rows = [["id", "text"], ["a", "=cmd|' /C calc'!A0"], ["+1", "@x"]]
    assert b"\r\na,'=cmd" in csv_of(rows)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of(rows, DATED))).active
    assert {cell.data_type for row in sheet for cell in row} == {"s"}
    assert sheet.freeze_panes == "B2"


def test_a_formula_that_comes_in_is_refused_at_its_cell() -> None:
    """By row and column."""
    book = openpyxl.Workbook()
    book.active.append(["id", "text"])
    book.active.append(["a", "=1+1"])
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(BadInput) as refused:
        read_rows(buffer.getvalue(), "x.xlsx")
    assert str(refused.value).startswith("x.xlsx:2:2  bad-value")


def test_semicolons_are_read_too() -> None:
    """Spreadsheets of half the world write them."""
    assert read_rows("id;text\r\na;b, c\r\n".encode("utf-8-sig"), "x.csv") == [["id", "text"], ["a", "b, c"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00\x01", "not-text"),
        (b"", "empty-file"),
        (b"PK\x03\x04 not an archive", "unreadable-file"),
        (b"a" * (sheets.MOST_BYTES + 1), "file-too-large"),
        (b"a\n" * (sheets.MOST_ROWS + 2), "too-many"),
        (b"a," * (sheets.MOST_COLUMNS + 2), "too-many"),
    ],
)
def test_what_is_no_list_of_injects_is_refused(content: bytes, code: str) -> None:
    """With a word for why."""
    with pytest.raises(BadInput) as refused:
        read_rows(content, "x")
    assert [fault.code for fault in refused.value.faults] == [code]


def test_an_archive_that_unpacks_to_much_is_not_unpacked() -> None:
    """Its members' sizes are looked at first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.MOST_UNPACKED + 1))
    with pytest.raises(BadInput) as refused:
        read_rows(buffer.getvalue(), "x.xlsx")
    assert refused.value.faults[0].code == "file-too-large"


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    """And so is a folder."""
    for path, code in ((tmp_path / "no.csv", "missing-file"), (tmp_path, "unreadable-file")):
        with pytest.raises(BadInput) as refused:
            read_file(path)
        assert refused.value.faults[0].code == code
