"""The words of a PDF, read from its own streams and tables of letters, without a library for it."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,8})>")
_SHOWN = re.compile(rb"\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)


def streams(content: bytes) -> list[bytes]:
    """Every stream, unpacked where it was packed."""
    found = []
    for _, body in _OBJECT.findall(content):
        stream = _STREAM.search(body)
        if stream:
            found.append(zlib.decompress(stream[1]) if b"FlateDecode" in body and b"/Image" not in body else stream[1])
    return found


def pages(content: bytes) -> int:
    """How many there are."""
    return len(re.findall(rb"/Type /Page\b(?!s)", content))


def words(content: bytes) -> str:
    """All that is written, line by line, read with the table of letters of each font in turn."""
    unpacked = streams(content)
    fonts = [
        {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in _PAIR.findall(stream)}
        for stream in unpacked
        if b"beginbf" in stream
    ]
    drawn = [raw for stream in unpacked if b" Tj" in stream for raw in _SHOWN.findall(stream)]
    return "\n".join(_decoded(raw, letters) for letters in fonts for raw in drawn)


def _decoded(raw: bytes, letters: dict[int, str]) -> str:
    plain = re.sub(rb"\\([nrtbf()\\])", lambda found: _ESCAPES.get(found[1], found[1]), raw)
    return "".join(letters.get(int.from_bytes(plain[n : n + 2], "big"), "") for n in range(0, len(plain) - 1, 2))


_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
