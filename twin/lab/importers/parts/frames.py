"""Frames: packets out of a capture file of either format, one at a time, and the reason where the file breaks off.

A capture is cut off by a full disk or a killed process more often than not. Everything before the cut is whole; what
says it is longer than any packet can be is damage, and reading on from there would make up packets.

The files' framing is read here and not by dpkt: its pcapng reader knows one interface a file and reads lengths without
a limit, and a tap's name and a bounded memory matter. What is inside a frame, dpkt takes apart.

Sources: "PCAP Capture File Format", draft-ietf-opsawg-pcap (magic numbers, nanoseconds, link types); "PCAP Next
Generation (pcapng) Capture File Format", draft-ietf-opsawg-pcapng (blocks, if_name, if_tsresol, if_tsoffset);
MAXIMUM_SNAPLEN of libpcap.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedIOBase
from pathlib import Path
from typing import NamedTuple

from twin.core.errors import BadInput, Fault, Place
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.lines import opened
from twin.lab.importers.parts.values import LAST_US

LONGEST_FRAME = 262_144
_LONGEST_BLOCK = 1 << 24
PCAP_MAGIC = {
    b"\xd4\xc3\xb2\xa1": ("<", 1), b"\xa1\xb2\xc3\xd4": (">", 1),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000), b"\xa1\xb2\x3c\x4d": (">", 1_000),
}  # fmt: skip
"""First bytes of a classic capture: byte order, and how many parts of a record's fraction make a microsecond."""
PCAPNG_MAGIC = b"\x0a\x0d\x0d\x0a"
_ORDERS = {b"\x4d\x3c\x2b\x1a": "<", b"\x1a\x2b\x3c\x4d": ">"}
_SECTION, _INTERFACE, _OLD, _SIMPLE, _ENHANCED = 0x0A0D0D0A, 1, 2, 3, 6
_NAME, _RESOLUTION, _OFFSET = 2, 9, 14
_LINK_MASK = 0xFFFF
_INSIDE = ("a packet", "a block", "a section's header")
"""What a file cannot end before."""


class Frame(NamedTuple):
    """One packet: its number from 1, microseconds since 1970, its link type, where it was captured, and its bytes."""

    number: int
    epoch_us: int
    link: int
    tap: str
    raw: bytes


class _End(Exception):
    """The file ends here, for this reason."""


@dataclass
class _Interface:
    link: int
    name: str = ""
    per_second: int = 1_000_000
    offset_s: int = 0


@dataclass
class _Section:
    order: str = "<"
    interfaces: list[_Interface] = field(default_factory=list)


def pcap_frames(path: Path, account: Account) -> Iterator[Frame]:
    """Every packet of a classic capture."""
    with opened(path) as file:
        head = _read_head(file, path)
        known = PCAP_MAGIC.get(head[:4])
        if known is None or len(head) < 24:
            raise _none_of(path, head, "pcap")
        order, parts = known
        link = struct.unpack(order + "I", head[20:24])[0] & _LINK_MASK
        record, number = struct.Struct(order + "IIII"), 0
        try:
            while header := _exactly(file, record.size, "a packet's header"):
                number += 1
                seconds, part, size, _ = record.unpack(header)
                raw = _packet(file, size)
                yield Frame(number, seconds * 1_000_000 + part // parts, link, "", raw)
        except _End as end:
            account.cut(_place(path, number), str(end))


def _packet(file: BufferedIOBase, size: int) -> bytes:
    if size > LONGEST_FRAME:
        raise _End(f"it says it is {size} bytes long, and none is longer than {LONGEST_FRAME}.")
    return _exactly(file, size, "a packet") if size else b""


def pcapng_frames(path: Path, account: Account) -> Iterator[Frame]:
    """Every packet of a next-generation capture, of all sections and interfaces."""
    with opened(path) as file:
        head = _read_head(file, path, 12)
        if head[:4] != PCAPNG_MAGIC or head[8:12] not in _ORDERS:
            raise _none_of(path, head, "pcapng")
        section, number = _Section(), 0
        try:
            for kind, body in _blocks(file, head, section):
                if kind == _INTERFACE:
                    section.interfaces.append(_interface(body, section.order))
                elif kind == _ENHANCED:
                    number += 1
                    yield _enhanced(number, body, section)
                elif kind in (_SIMPLE, _OLD):
                    number += 1
                    account.skip(_place(path, number), "wrong-type", "a packet block has no time or is obsolete")
                elif kind != _SECTION:
                    account.note(f"blocks of type {kind:#x} passed over")
        except (_End, struct.error) as end:
            account.cut(_place(path, number), str(end))


def _place(path: Path, number: int) -> Place:
    """A packet's place: its number stands where a text has its line."""
    return Place(f"{path}: packet {number}" if number else str(path))


def _blocks(file: BufferedIOBase, head: bytes, section: _Section) -> Iterator[tuple[int, bytes]]:
    """Type and body of each block; a section header sets the byte order and forgets the interfaces."""
    while True:
        if head[:4] == PCAPNG_MAGIC:
            head += _exactly(file, 12 - len(head), "a section's header") if len(head) < 12 else b""
            order = _ORDERS.get(head[8:12])
            if order is None:
                raise _End("a section has no byte order.")
            section.order = order
            section.interfaces.clear()
        kind, size = struct.unpack(section.order + "II", head[:8])
        if size % 4 or not 12 <= size <= _LONGEST_BLOCK or size < len(head) + 4:
            raise _End(f"a block says it is {size} bytes long.")
        body = head[8:] + _exactly(file, size - len(head), "a block")
        if struct.unpack(section.order + "I", body[-4:])[0] != size:
            raise _End("a block's two lengths differ.")
        yield kind, body[:-4]
        head = _exactly(file, 8, "a block's header")
        if not head:
            return


def _interface(body: bytes, order: str) -> _Interface:
    found = _Interface(struct.unpack_from(order + "H", body)[0])
    for code, value in _options(body[8:], order):
        if code == _NAME:
            found.name = value.decode("utf-8", "replace").rstrip("\0")
        elif code == _RESOLUTION and value:
            found.per_second = (2 if value[0] & 0x80 else 10) ** (value[0] & 0x7F)
        elif code == _OFFSET and len(value) == 8:
            found.offset_s = struct.unpack(order + "q", value)[0]
    return found


def _options(raw: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(raw):
        code, size = struct.unpack_from(order + "HH", raw, at)
        if code == 0:
            return
        yield code, raw[at + 4 : at + 4 + size]
        at += 4 + size + -size % 4


def _enhanced(number: int, body: bytes, section: _Section) -> Frame:
    interface, high, low, size, _ = struct.unpack_from(section.order + "IIIII", body)
    if interface >= len(section.interfaces):
        raise _End(f"it names interface {interface}, which nothing described.")
    if size > len(body) - 20:
        raise _End(f"it says it is {size} bytes long, and its block holds {len(body) - 20}.")
    seen = section.interfaces[interface]
    epoch_us = ((high << 32) | low) * 1_000_000 // seen.per_second + seen.offset_s * 1_000_000
    return Frame(number, epoch_us, seen.link, seen.name, body[20 : 20 + size])


def in_time(frame: Frame) -> bool:
    """Whether a packet's time is one."""
    return 0 <= frame.epoch_us <= LAST_US


def _read_head(file: BufferedIOBase, path: Path, size: int = 24) -> bytes:
    try:
        return file.read(size)
    except (OSError, EOFError, zlib.error) as error:
        problem = f"cannot be decompressed: {error}."
        raise BadInput([Fault(Place(str(path)), "unreadable-file", problem, "copy it again")]) from None


def _exactly(file: BufferedIOBase, size: int, what: str) -> bytes:
    """*size* bytes, or none at the end of the file."""
    try:
        raw = file.read(size)
    except (OSError, EOFError, zlib.error) as error:
        raise _End(f"the compressed file breaks off: {error}.") from None
    if 0 < len(raw) < size or (not raw and what in _INSIDE):
        raise _End(f"the file ends in the middle of {what}.")
    return raw


def _none_of(path: Path, head: bytes, kind: str) -> BadInput:
    place = Place(str(path))
    if not head:
        return BadInput([Fault(place, "empty-file", "is empty.", "name a capture with packets in it")])
    other = "pcapng" if head[:4] == PCAPNG_MAGIC else "pcap" if head[:4] in PCAP_MAGIC else ""
    problem = f"is no {kind} capture: it begins with {head[:4].hex(' ')}."
    remedy = f"read it as {other}" if other and other != kind else f"name a capture that was written as {kind}"
    return BadInput([Fault(place, "unreadable-file", problem, remedy)])
