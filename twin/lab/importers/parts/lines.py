"""Lines of a text file, plain or gzip, a few megabytes at a time and none longer than a limit.

Logs are rotated and compressed, copied while they grow, and cut off by full disks. A line that does not end is handed
on and marked; a compressed file that ends in the middle gives what it has, and the account says where it broke.

Sources: RFC 1952 (gzip: magic 1f 8b); the limit is a judgement, far above any log's line.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.core.errors import BadInput, Fault, Place
from twin.lab.importers.parts.account import Account

LONGEST_LINE = 1 << 20
CHUNK = 1 << 22
"""Bytes of a piece: several of the longest line."""
_GZIP = b"\x1f\x8b"
_HEAD = 65_536


class Line(NamedTuple):
    """One line without its end: its number from 1, its text, and whether its end was there."""

    number: int
    text: str
    whole: bool


class Chunk(NamedTuple):
    """Lines as they stand in the file: the number of the first, and their bytes; only the last may have no end."""

    number: int
    raw: bytes


def lines(path: Path, account: Account) -> Iterator[Line]:
    """Every line of *path* that is text; what is not is counted."""
    for chunk in chunks(path, account):
        yield from lines_of(chunk, path, account)


def lines_of(chunk: Chunk, path: Path, account: Account) -> Iterator[Line]:
    """The lines of *chunk* that are text; what is not is counted."""
    parts = chunk.raw.split(b"\n")
    last = len(parts) - 1
    for n, raw in enumerate(parts):
        if n < last or raw:
            text = _text(raw, str(path), chunk.number + n, account)
            if text is not None:
                yield Line(chunk.number + n, text, n < last)


def chunks(path: Path, account: Account) -> Iterator[Chunk]:
    """*path* in pieces of whole lines, a few megabytes each; a line that no piece can hold is passed over."""
    with opened(path) as file:
        number, held, broken, fresh = 1, b"", "", b"-"
        while fresh and not broken:
            fresh, broken = _filled(file)
            held += fresh
            end = held.rfind(b"\n") + 1
            if end:
                yield Chunk(number, held[:end])
                number, held = number + held.count(b"\n", 0, end), held[end:]
            elif len(held) > LONGEST_LINE:
                _too_long(str(path), number, account)
                number, (held, broken) = number + 1, _after_line(file)
        if broken:
            account.cut(Place(str(path), number), broken)
        elif held:
            yield Chunk(number, held)


def lines_beside(chunk: Chunk, taken: NDArray[np.int64]) -> Iterator[Chunk]:
    """The lines of *chunk* whose numbers are not among *taken*, each for itself."""
    left = np.setdiff1d(np.arange(chunk.number, chunk.number + chunk.raw.count(b"\n")), taken, assume_unique=True)
    parts = chunk.raw.split(b"\n") if len(left) else []
    for number in left.tolist():
        yield Chunk(number, parts[number - chunk.number] + b"\n")


def _filled(file: BufferedIOBase, size: int = CHUNK) -> tuple[bytes, str]:
    """The next *size* bytes, or fewer at the end, and why no more can be read (empty: the file is fine)."""
    parts, room = list[bytes](), size
    while room > 0:
        try:
            part = file.read1(room)
        except (EOFError, OSError, zlib.error) as error:
            return b"".join(parts), f"the compressed file breaks off: {error}"
        if not part:
            break
        parts.append(part)
        room -= len(part)
    return b"".join(parts), ""


def _after_line(file: BufferedIOBase) -> tuple[bytes, str]:
    """What follows the line in which *file* stands, as :func:`_filled`."""
    while True:
        part, broken = _filled(file)
        end = part.find(b"\n") + 1
        if end or broken or not part:
            return part[end:] if end else b"", broken


def opened(path: Path) -> BufferedIOBase:
    """*path* for reading, decompressed where it is gzip. Raises ``BadInput`` where it cannot be read."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
        return gzip.open(path, "rb") if packed else path.open("rb")
    except OSError as error:
        problem = f"cannot be read: {error.strerror}."
        raise BadInput(
            [Fault(Place(str(path)), "unreadable-file", problem, "check the path and its permissions")]
        ) from None


def head_of(path: Path, size: int = _HEAD) -> bytes:
    """The first bytes of *path*, decompressed, as far as it can be read."""
    try:
        with opened(path) as file:
            return _filled(file, size)[0]
    except BadInput:
        return b""


def first_line(path: Path) -> str:
    """The first line of *path* that says something, as far as it is text."""
    for line in head_of(path).splitlines():
        if line.strip():
            return line.decode("utf-8", "replace").strip()
    return ""


def _text(raw: bytes, path: str, number: int, account: Account) -> str | None:
    """The line as text."""
    if len(raw) >= LONGEST_LINE:
        _too_long(path, number, account)
        return None
    try:
        return raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        account.skip(
            Place(path, number), "not-text", "a line is no text in UTF-8", f"byte {error.start + 1} of the line."
        )
        return None


def _too_long(path: str, number: int, account: Account) -> None:
    account.skip(Place(path, number), "file-too-large", "a line is longer than 1 MiB")
