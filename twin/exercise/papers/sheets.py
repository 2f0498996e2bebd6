"""Tables of text as CSV and XLSX, both ways, as untrusted as any upload.

A cell that a spreadsheet would take for a formula is written as the text that it is: in CSV behind an apostrophe, which
reading takes away again; in XLSX as a text cell. Formulas that come in are refused, and so is what would not fit into
memory once it is unpacked.

Sources: RFC 4180 (CSV); ECMA-376 part 1, 18.3.1.4 (cells); OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from twin.core.errors import BadInput, Fault, Place
from twin.exercise.papers.archive import settled

Rows = list[list[str]]

MOST_BYTES, MOST_UNPACKED = 2_000_000, 20_000_000
MOST_ROWS, MOST_COLUMNS = 500, 60
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_XLSX = b"PK\x03\x04"
_SHEET = "MSEL"
_REMEDY = "write one with: twin exercise msel FILE --to msel.xlsx"


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """*rows* as CSV with a byte order mark, so that spreadsheets see UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_inert(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(rows: Sequence[Sequence[str]], dated: str) -> bytes:
    """*rows* as a workbook of one sheet: heads stay in sight, cells wrap, nothing is a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = _SHEET
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place, text or None)
            if text:
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8ECF0")
    for place in range(1, len(rows[0]) + 1):
        widest = max(len(row[place - 1]) for row in rows)
        sheet.column_dimensions[get_column_letter(place)].width = min(60, max(10, widest + 2))
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    buffer = io.BytesIO()
    book.save(buffer)
    return settled(buffer.getvalue(), dated)


def read_file(path: Path) -> bytes:
    """The content of a CSV or XLSX file, unless it is larger than any list of injects."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(str(path), "file-too-large", f"more than {MOST_BYTES:,} bytes")
        return path.read_bytes()
    except FileNotFoundError:
        raise _refused(str(path), "missing-file", "there is no such file") from None
    except OSError as error:
        raise _refused(str(path), "unreadable-file", f"it cannot be read: {error.strerror}") from None


def read_rows(content: bytes, name: str) -> Rows:
    """The cells of a CSV or XLSX file called *name*; raises :class:`BadInput` where it is neither, or too large."""
    if len(content) > MOST_BYTES:
        raise _refused(name, "file-too-large", f"{len(content):,} bytes; a list of injects has at most {MOST_BYTES:,}")
    rows = _from_xlsx(content, name) if content.startswith(_XLSX) else _from_csv(content, name)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise _refused(name, "empty-file", "there is nothing in it")
    return rows


def _from_csv(content: bytes, name: str) -> Rows:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(name, "not-text", "this is neither XLSX nor CSV in UTF-8") from None
    lines = text.splitlines()
    separator = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    try:
        rows = [
            row
            for _, row in zip(range(MOST_ROWS + 1), csv.reader(io.StringIO(text), delimiter=separator), strict=False)
        ]
    except csv.Error as error:
        raise _refused(name, "unreadable-file", f"this is no CSV: {error}") from None
    _check_size(name, len(rows), max(map(len, rows), default=0))
    return [[_restored(cell) for cell in row] for row in rows]


def _from_xlsx(content: bytes, name: str) -> Rows:
    from openpyxl import load_workbook

    try:
        _check_unpacked(content, name)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book[book.sheetnames[0]]
        _check_size(name, sheet.max_row or 0, sheet.max_column or 0)
        cells = [list(row) for row in sheet.iter_rows()]
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001 - a workbook can be broken in as many ways as there are parts in it
        raise _refused(name, "unreadable-file", f"this is no workbook: {type(error).__name__}") from None
    faults = [
        Fault(Place(name, row, column), "bad-value", "a formula stands here", "paste its value: only texts are read")
        for row, line in enumerate(cells, 1)
        for column, cell in enumerate(line, 1)
        if cell.data_type == "f"
    ]
    if faults:
        raise BadInput(faults)
    return [["" if cell.value is None else _plain(cell.value) for cell in row] for row in cells]


def _check_unpacked(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise _refused(name, "file-too-large", f"it unpacks to {unpacked:,} bytes; at most {MOST_UNPACKED:,} are read")


def _plain(value: object) -> str:
    """A cell as text: a whole number that a spreadsheet made a float of is whole again."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _check_size(name: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        problem = f"{rows:,} rows of {columns:,} columns; at most {MOST_ROWS} of {MOST_COLUMNS} are read"
        raise _refused(name, "too-many", problem)


def _inert(cell: str) -> str:
    """A cell that no spreadsheet calculates."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _restored(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell.strip()


def _refused(name: str, code: str, problem: str) -> BadInput:
    return BadInput([Fault(Place(name), code, f"{problem}.", _REMEDY)])
