r"""Zeek's files: rows of a log, whether they are tab-separated under a header or one JSON object a line.

A header says the separators, how an unset and an empty value are written, the names and the types; it may come again in
the middle of a file, where logs were put together. JSON leaves unset fields out, so there "unset" and "not there" are
one; null is unset.

Sources: Zeek manual, log formats: ASCII writer (``#separator``, ``#unset_field``, ``\x09``), JSON streaming.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from twin.core.errors import Fault, Place
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.lines import Chunk, Line, chunks, lines_of

KNOWN_TYPES = {
    "addr", "bool", "count", "double", "enum", "int", "interval", "pattern", "port", "string", "subnet", "time",
}  # fmt: skip
_CONTAINER = re.compile(r"(?:set|vector)\[(.+)\]")
_ESCAPE = re.compile(rb"\\x([0-9a-fA-F]{2})|\\\\")
NUMBERS = {"count", "int", "port"}
"""Types whose values are whole numbers."""
_WORDS = {
    "#path": "path", "#set_separator": "set_separator", "#empty_field": "empty", "#unset_field": "unset",
}  # fmt: skip
"""Header lines of one word, and where it goes."""
_REMEDY = "write the log with Zeek's ASCII or JSON writer"


class Row(NamedTuple):
    """One row: its log, where it stands, and its fields; None is unset, ``""`` is empty, what is not there is not."""

    log: str
    place: Place
    fields: dict[str, Any]


@dataclass
class Header:
    """What the header lines have said so far."""

    path: str
    separator: str = "\t"
    set_separator: str = ","
    empty: str = "(empty)"
    unset: str = "-"
    names: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    inside: list[str | None] = field(default_factory=list)
    """Type of the elements, for each column that holds many."""


class Table:
    """The log in *path*, read on from piece to piece: its header is what the lines so far have said."""

    def __init__(self, path: Path, account: Account, faults: list[Fault]) -> None:
        self.path, self.header = path, Header(log_of(path))
        self._account, self._faults, self._refused = account, faults, False

    def rows(self, chunk: Chunk) -> Iterator[Row]:
        """The rows in *chunk*, line by line; what is none is counted, and *faults* says why there is none at all."""
        for line in lines_of(chunk, self.path, self._account):
            place = Place(str(self.path), line.number)
            if line.text.startswith("#"):
                _take(self.header, line.text, place, self._account)
            elif line.text.startswith("{"):
                yield from _of_json(self.header.path, line, place, self._account)
            elif not line.text.strip():
                continue
            elif self.header.names:
                yield from _of_table(self.header, line, place, self._account)
            else:
                self._refuse(place)

    def _refuse(self, place: Place) -> None:
        if self._refused:
            self._account.skip(place, "missing-key", "a row without a header above it")
            return
        self._refused = True
        message = "a row comes before any #fields line, so nobody can tell what its values are."
        self._faults.append(Fault(place, "missing-key", message, _REMEDY))


def rows(path: Path, account: Account, faults: list[Fault]) -> Iterator[Row]:
    """Every row of the log in *path*; *faults* says why there is none."""
    table = Table(path, account, faults)
    for chunk in chunks(path, account):
        yield from table.rows(chunk)


def pieces(chunk: Chunk) -> Iterator[Chunk]:
    """*chunk* cut where lines of a header begin and end."""
    start, number = 0, chunk.number
    while start < len(chunk.raw):
        head = chunk.raw.startswith(b"#", start)
        end = chunk.raw.find(b"\n" if head else b"\n#", start) + 1 or len(chunk.raw)
        yield Chunk(number, chunk.raw[start:end])
        number += chunk.raw.count(b"\n", start, end)
        start = end


def log_of(path: Path) -> str:
    """The log's name by its file: ``conn.log``, ``conn.2026-03-02-08-00-00.log.gz``."""
    return re.split(r"[._]?\d|\.", path.name, maxsplit=1)[0].lower() or path.stem


def _take(header: Header, text: str, place: Place, account: Account) -> None:
    """Learn one header line."""
    if text.startswith("#separator"):
        header.separator = _plain(text[len("#separator") :].strip()) or "\t"
        return
    key, *values = text.split(header.separator)
    first = values[0] if values else ""
    if key == "#fields":
        header.names, header.types, header.inside = values, ["string"] * len(values), [None] * len(values)
    elif key == "#types":
        _take_types(header, values, place, account)
    elif key in _WORDS and first:
        setattr(header, _WORDS[key], first)


def _take_types(header: Header, values: list[str], place: Place, account: Account) -> None:
    if len(values) != len(header.names):
        account.skip(place, "wrong-length", "#types has another number of entries than #fields")
        return
    header.types = values
    header.inside = [found[1] if (found := _CONTAINER.fullmatch(name)) else None for name in values]
    for name in values:
        if not _known_type(name):
            account.note(f'type "{name[:60]}" is unknown: its values are kept as text')


def _of_table(header: Header, line: Line, place: Place, account: Account) -> Iterator[Row]:
    parts = line.text.split(header.separator)
    if len(parts) == len(header.names):
        unset = header.unset
        cells = zip(header.names, header.types, header.inside, parts, strict=True)
        values = {n: None if part == unset else _value(header, kind, many, part) for n, kind, many, part in cells}
        yield Row(header.path, place, values)
    elif line.whole:
        detail = f"{len(parts)} values stand under {len(header.names)} names."
        account.skip(place, "wrong-length", "a row has another number of values than #fields", detail)
    else:
        account.cut(place, "the last row has no end.")


def _of_json(log: str, line: Line, place: Place, account: Account) -> Iterator[Row]:
    found = parsed(line, place, account)
    if found is not None:
        path = found.get("_path")
        yield Row(path if isinstance(path, str) and path else log, place, found)


def parsed(line: Line, place: Place, account: Account) -> dict[str, Any] | None:
    """The JSON object on *line*, or None; what is none is counted, and one without an end is where the file ends."""
    try:
        found = json.loads(line.text, parse_constant=str)
    except (ValueError, RecursionError) as error:
        if line.whole:
            account.skip(place, "wrong-type", "a line is no JSON", f"{str(error)[:80]}.")
        else:
            account.cut(place, "the last line is JSON without an end.")
        return None
    if not isinstance(found, dict):
        account.skip(place, "wrong-type", "a line holds no JSON object", f"{line.text[:60]!r}.")
        return None
    return found


def _value(header: Header, kind: str, inside: str | None, part: str) -> Any:
    if inside is not None:
        many = [] if part == header.empty else part.split(header.set_separator)
        return [None if each == header.unset else _single(inside, each) for each in many]
    return "" if part == header.empty else _single(kind, part)


def _single(kind: str, part: str) -> Any:
    """A value by its type; times stay text, so that their six decimals stay exact."""
    if kind == "bool":
        return {"T": True, "F": False}.get(part, part)
    if kind in NUMBERS and part.isascii() and part.isdecimal() and len(part) < 19:
        return int(part)
    return _plain(part)


def _plain(part: str) -> str:
    """*part* with its escapes undone: they stand for bytes of UTF-8."""
    if "\\" not in part:
        return part
    raw = _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()) if found[1] else b"\\", part.encode())
    return raw.decode("utf-8", "replace")


def _known_type(name: str) -> bool:
    container = _CONTAINER.fullmatch(name)
    return (container[1] if container else name) in KNOWN_TYPES
