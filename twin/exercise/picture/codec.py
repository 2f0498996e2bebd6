"""The container of a live picture: numbers only, the same bytes wherever they are packed.

::

    "TWIP"      4 bytes
    format      u8, 1
    book        u8, 0 as reported, 1 truth
    sections    u16
    ground      u32, CRC-32 of the still part that its numbers refer to
    time        u32, milliseconds after the start of the story
    a line each section: name u8 (place in SECTIONS), type u8 (place in TYPES), count u16
    the sections, little-endian, each at a multiple of 4 bytes

A picture is sent at every refresh to every browser, so a header in words would cost more than what it describes: three
hundred robots are 2 KB here. It stands alone: who missed one needs only the next. ``live_codec.js`` reads the same
table of sections.

Source: the typed arrays of ECMA-262, whose offsets must be multiples of the element's size; RFC 1952 (CRC-32).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.core.log import Array

MAGIC = b"TWIP"
FORMAT = 1
REPORTED, TRUTH = 0, 1
TYPES = ("u1", "u2", "i2", "u4")
SECTIONS = (
    "robot_x", "robot_y", "robot_state", "robot_battery", "robot_age", "seen_x", "seen_y",
    "person_x", "person_y", "incident_kind", "incident_x", "incident_y", "incident_ago", "heat_cell", "heat_level",
    "trend_time", "trend_air", "room_air", "room_product", "room_setpoint", "room_age",
    "pair_src", "pair_dst", "flow_count", "flow_denied", "flow_bytes", "pairs_hidden",
    "link_src", "link_dst", "link_ok", "link_ago",
    "fallen", "reached", "held", "held_zones", "alerted",
)  # fmt: skip
"""Every section by name; a name's place is its number in the bytes."""

_HEAD = struct.Struct("<4sBBHII")
_LINE = struct.Struct("<BBH")
_NUMBER = {name: number for number, name in enumerate(SECTIONS)}


class Picture(NamedTuple):
    """A picture as read: its book, the check of its still part, its time (ms), and the arrays by name."""

    book: int
    ground: int
    time_ms: int
    sections: dict[str, Array]


def check_of(ground: bytes) -> int:
    """The number by which a picture names its still part."""
    return zlib.crc32(ground)


def pack_picture(book: int, ground: int, time_us: int, sections: Mapping[str, Array]) -> bytes:
    """The bytes of *sections*, flat arrays of the types u1, u2, i2 or u4."""
    lines, body = bytearray(), bytearray()
    for name, values in sections.items():
        kind = values.dtype.str[1:]
        lines += _LINE.pack(_NUMBER[name], TYPES.index(kind), len(values))
        body += values.astype(f"<{kind}").tobytes()
        body += bytes(-len(body) % 4)
    return _HEAD.pack(MAGIC, FORMAT, book, len(sections), ground, time_us // 1000) + bytes(lines) + bytes(body)


def ground_of(payload: bytes) -> int:
    """The check of the still part that the picture *payload* refers to."""
    ground: int = _HEAD.unpack_from(payload)[4]
    return ground


def unpack_picture(payload: bytes) -> Picture:
    """The inverse of :func:`pack_picture`; ``ValueError`` where it is no picture, or is cut off."""
    if len(payload) < _HEAD.size or payload[:4] != MAGIC or payload[4] != FORMAT:
        raise ValueError(f"not a picture of format {FORMAT}")
    _, _, book, count, ground, time_ms = _HEAD.unpack_from(payload)
    at = _HEAD.size + count * _LINE.size
    sections = {}
    for number in range(count):
        name, kind, length = _LINE.unpack_from(payload, _HEAD.size + number * _LINE.size)
        flat = np.frombuffer(payload, dtype=f"<{TYPES[kind]}", count=length, offset=at)
        sections[SECTIONS[name]] = flat
        at += -(-flat.nbytes // 4) * 4
    return Picture(book, ground, time_ms, sections)
