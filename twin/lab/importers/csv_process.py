"""CSV of a physical process: a historian's table as readings of sensors.

One row a time and one column a sensor (as BATADAL, SKAB and SWaT are published), or one row a value with a column for
the sensor's name. What a column is, its name says; what was guessed stands in the account, ``columns`` overrules it:
``{"L_T1": "level_m", "DATETIME": "time", "ATT_FLAG": "label"}``, or ``ignore``. Labels of attacks are kept beside the
readings, never among them. An empty cell is a value that is missing, and gives no reading; a cell that is no number is
counted.

Sources: RFC 4180 (CSV); those of :mod:`twin.lab.importers.parts.column_guess`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place
from twin.lab.importers.base import Importer, Options, Record
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.column_guess import UNKNOWN_QUANTITY, Columns, columns_of
from twin.lab.importers.parts.lines import first_line, lines
from twin.lab.importers.parts.records import KeptRecord, ReadingRecord, as_text
from twin.lab.importers.parts.table_times import Reader, Unclear, form_of, reader_of
from twin.lab.importers.parts.values import Unfit, number, whole

_SAMPLES = 1_000
_SEPARATORS = ";\t,|"
_LOG = "process"
_NAMES = '--columns "DATETIME=time,L_T1=level_m"'
Row = tuple[int, list[str]]


class CsvProcess(Importer):
    """CSV of a physical process, a column a sensor or a row a value: a file, plain or gzip."""

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """A first line of several names, one of which is a time."""
        first = first_line(path) if path.is_file() else ""
        try:
            names = _cells(first, _separator(first))
            return len(names) > 1 and bool(columns_of(names, {}))
        except (KeyError, csv.Error):
            return False

    def records(self, path: Path, options: Options, account: Account) -> Iterator[Record]:
        """Every reading, row by row."""
        table = _rows(path, account)
        names = [name.strip() for name in next(table, (0, []))[1]]
        if not names:
            raise BadInput([Fault(Place(str(path)), "empty-file", "holds no line.", "name a table with a header")])
        columns = _columns(path, names, options)
        first = list(islice((row for row in table if len(row[1]) == len(names) or _odd(path, row, account)), _SAMPLES))
        if not first:
            raise BadInput([Fault(Place(str(path), 1), "empty-file", "has a header and no row.", "name a whole table")])
        read = _reader(path, first, columns.time, options)
        for name, role in columns.guessed.items():
            account.note(f'column "{name[:60]}" taken for {role}')
        yield from _records(path, chain(first, table), names, columns, read, account)
        if not account.records:
            faults = [skipped.first for skipped in account.skipped]
            raise BadInput(faults or [Fault(Place(str(path)), "empty-file", "holds no value.", "name a whole table")])


def _rows(path: Path, account: Account) -> Iterator[Row]:
    """Cells of each line with its number; what is no CSV is counted."""
    separator = ""
    for line in lines(path, account):
        if not line.text.strip():
            continue
        separator = separator or _separator(line.text)
        try:
            yield line.number, _cells(line.text.lstrip("\ufeff"), separator)
        except csv.Error as error:
            account.skip(Place(str(path), line.number), "wrong-type", "a line is no CSV", f"{error}.")


def _separator(text: str) -> str:
    """The separator that the header holds most often."""
    return max(_SEPARATORS, key=text.count)


def _cells(text: str, separator: str) -> list[str]:
    return next(csv.reader([text], delimiter=separator, strict=True), [])


def _odd(path: Path, row: Row, account: Account) -> bool:
    """Count a row of another length than the header's; never true."""
    detail = f"{len(row[1])} cells."
    account.skip(Place(str(path), row[0]), "wrong-length", "a row has another number of cells than the header", detail)
    return False


def _columns(path: Path, names: list[str], options: Options) -> Columns:
    place = Place(str(path), 1)
    strange = [name for name in options.columns if name not in names]
    if strange:
        message = f'has no column "{strange[0]}".'
        raise BadInput([Fault(place, "missing-reference", message, f"it has: {', '.join(names[:20])}")])
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f'has more than one column "{twice[0]}".'
        raise BadInput([Fault(place, "duplicate-name", message, "give each column a name of its own")])
    try:
        return columns_of(names, options.columns)
    except KeyError:
        message = f"has no column that looks like a time: {', '.join(names[:8])!r:.120}."
        raise BadInput([Fault(place, "missing-key", message, f"say which it is: {_NAMES}")]) from None


def _reader(path: Path, first: list[Row], column: int, options: Options) -> Reader:
    """What reads this table's times."""
    if options.time_format:
        return reader_of(options.time_format)
    samples = [cells[column] for _, cells in first if cells[column].strip()]
    try:
        return reader_of(form_of(samples or [""]))
    except Unclear as error:
        message = f"nobody can tell how its times are written: {error}."
        remedy = 'say it: --time-format "%d/%m/%Y %H:%M:%S"'
        raise BadInput([Fault(Place(str(path), first[0][0]), "bad-value", message, remedy)]) from None


def _records(
    path: Path, table: Iterator[Row], names: list[str], columns: Columns, read: Reader, account: Account
) -> Iterator[Record]:
    for row in table:
        if len(row[1]) != len(names):
            _odd(path, row, account)
            continue
        try:
            time = read(row[1][columns.time])
        except Unfit as error:
            account.skip(Place(str(path), row[0]), error.code, error.reason, error.detail)
            continue
        found = [*_values(path, row, time, columns, account)]
        account.take(_LOG, missing=(names[index] for index, *_ in columns.sensors if not row[1][index].strip()))
        yield from found
        if columns.labels:
            labels = {names[index]: row[1][index].strip() for index in columns.labels}
            yield KeptRecord(time, 0, "label", row[0], "", as_text(labels), path.name)


def _values(path: Path, row: Row, time: int, columns: Columns, account: Account) -> Iterator[ReadingRecord]:
    """The readings in one row."""
    line, cells = row
    if columns.long:
        part = {role: cells[index].strip() for role, index in columns.long.items()}
        value = _number(path, line, part["value"], account)
        if value is not None:
            quantity = part.get("quantity", UNKNOWN_QUANTITY)
            known = part.get("sequence", "")
            sequence = whole(known, "sequence") if known.isascii() and known.isdecimal() and len(known) < 19 else line
            yield ReadingRecord(time, part["sensor"], part.get("room", ""), quantity, value, sequence)
        return
    for index, name, quantity in columns.sensors:
        value = _number(path, line, cells[index].strip(), account)
        if value is not None:
            yield ReadingRecord(time, name, "", quantity, value, line)


def _number(path: Path, line: int, text: str, account: Account) -> float | None:
    """A cell's number; an empty cell is none, and anything else is counted. A comma may be the decimal point."""
    if not text:
        return None
    found = number(text) if "," not in text else number(text.replace(",", ".", 1))
    if found is None:
        account.skip(Place(str(path), line), "wrong-type", "a cell is no number", f"{text!r:.60}.")
    return found
