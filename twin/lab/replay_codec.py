"""The container of a replay: a JSON header and arrays of fixed layout, the same bytes wherever they are packed.

::

    "TWIN"            4 bytes
    version           u32, 1
    size of header    u32, a multiple of 4
    header            JSON, keys sorted, ASCII, padded with blanks; "sections" lists name, type, shape, offset
    sections          little-endian arrays, each at a multiple of 4 bytes after the header

A browser turns each section into a typed array without copying or parsing, which is why it is not JSON throughout:
twenty robots for an hour and a half are 0.1 MB here.

Source: RFC 8259 (JSON); the typed arrays of ECMA-262, whose offsets must be multiples of the element's size.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from twin.core.log import Array

MAGIC = b"TWIN"
VERSION = 1
TYPES = {"u1": "<u1", "u2": "<u2", "i2": "<i2", "u4": "<u4"}


def pack(header: Mapping[str, Any], sections: Mapping[str, Array]) -> bytes:
    """The bytes of *header* and *sections*; arrays must be of type u1, u2, i2 or u4."""
    parts: list[dict[str, Any]] = []
    body = bytearray()
    for name, values in sections.items():
        kind = values.dtype.str[1:]
        parts.append({"name": name, "type": kind, "shape": list(values.shape), "offset": len(body)})
        body += values.astype(TYPES[kind]).tobytes()
        body += bytes(-len(body) % 4)
    text = json.dumps({**header, "sections": parts}, sort_keys=True, separators=(",", ":"), allow_nan=False)
    text += " " * (-len(text) % 4)
    sizes = VERSION.to_bytes(4, "little") + len(text).to_bytes(4, "little")
    return MAGIC + sizes + text.encode("ascii") + bytes(body)


def unpack(payload: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """The header and the arrays by name; the inverse of :func:`pack`."""
    if payload[:4] != MAGIC or int.from_bytes(payload[4:8], "little") != VERSION:
        raise ValueError("not a replay of version 1")
    start = 12 + int.from_bytes(payload[8:12], "little")
    header = json.loads(payload[12:start])
    sections = {}
    for part in header.pop("sections"):
        count = int(np.prod(part["shape"], dtype=np.int64))
        flat = np.frombuffer(payload, dtype=TYPES[part["type"]], count=count, offset=start + part["offset"])
        sections[part["name"]] = flat.reshape(part["shape"])
    return header, sections
