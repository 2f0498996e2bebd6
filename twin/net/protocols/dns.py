"""DNS: names into addresses.

A resolver answers with records or with a code. Answers leave the hub for whichever resolver a device was told to
ask, which is why a device that asks a foreign one stands out.

The four fields and the user: verb is the type asked for, object the name, status the response code (``ok`` is
NOERROR), value the time to live of the first answer in seconds.

Sources: RFC 1035 (messages, types, codes); RFC 3596 (AAAA); RFC 6891 and RFC 7830 (EDNS, padding); Zeek dns.log.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.filler import noise
from twin.net.wire.said import Said

TYPES = {"A": 1, "PTR": 12, "TXT": 16, "AAAA": 28, "SRV": 33}
CODES = {"ok": 0, "NOERROR": 0, "": 0, "FORMERR": 1, "SERVFAIL": 2, "NXDOMAIN": 3, "NOTIMP": 4, "REFUSED": 5}
DEFAULT_TTL_S = 300
_PAYLOAD_BYTES = 1_232
"""Datagram that the sender can take (EDNS)."""
_OPT, _PADDING_OPTION = 41, 12
_MOST_LABEL = 63


class Dns(Protocol):
    """DNS: names into addresses."""

    port = 53
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "qtype_name",
        "object": "query",
        "status": "rcode_name",
        "value": "TTLs",
    }
    verbs = ("A", "AAAA", "PTR", "SRV", "TXT")

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """Question and answer, padded by EDNS."""
        kind, code = TYPES.get(said.verb, 1), CODES.get(said.status, 2)
        question = name_on_wire(said.object) + struct.pack(">HH", kind, 1)
        answer = b"" if code else _answer(said, kind)
        request = struct.pack(">6H", said.word, 0x0100, 1, 0, 0, 1) + question
        reply = struct.pack(">6H", said.word, 0x8180 | code, 1, 1 - (not answer), 0, 1) + question + answer
        return request + padding(said.bytes_out - len(request)), reply + padding(said.bytes_in - len(reply))


def name_on_wire(name: str) -> bytes:
    """A name as labels with their lengths."""
    labels = [label.encode("ascii", "replace")[:_MOST_LABEL] for label in name.split(".") if label]
    return b"".join(bytes((len(label),)) + label for label in labels) + b"\x00"


def _answer(said: Said, kind: int) -> bytes:
    """One record: an address out of those kept for tests and documentation, or what the type wants."""
    told = noise(0, said.object, 8)
    ttl = DEFAULT_TTL_S if said.value is None else max(0, int(said.value))
    body = {
        1: b"\xc6\x12" + told[:2],
        12: name_on_wire("host.hub.example"),
        16: b"\x05v=hub",
        28: b"\x20\x01\x0d\xb8" + bytes(4) + told,
        33: struct.pack(">HHH", 0, 0, 443) + name_on_wire("host.hub.example"),
    }[kind]
    return b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, ttl, len(body)) + body


def padding(room: int) -> bytes:
    """The OPT record, with a padding option that fills *room*, or an empty one."""
    size = max(0, room - 15)
    return b"\x00" + struct.pack(">HHIHHH", _OPT, _PAYLOAD_BYTES, 0, size + 4, _PADDING_OPTION, size) + bytes(size)
