"""Multicast DNS: names and services inside a segment, without a server.

A printer says that it prints, and whoever is near finds it. The lab's devices ask a peer that they know directly, with
a one-shot query: question and answer are unicast, carry the marks of multicast DNS (port, authority, short life) and
stay in the segment like everything that is said under ``.local``.

The four fields and the user: verb is the type asked for, object the name or the service (``_ipp._tcp.local``), status
the response code (``ok`` is NOERROR).

Sources: RFC 6762, sections 5.1 (one-shot queries), 5.5 (direct unicast queries), 6.7 (answers to them: the question
repeated, at most ten seconds to live) and 18 (header); RFC 6763, section 4.1 (service instances); Zeek dns.log.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.protocols.dns import TYPES, name_on_wire, padding
from twin.net.wire.said import Said

_TTL_S = 10
_ANSWER = 0x8400
"""A response with authority."""
_UNICAST = 0x8001
"""The Internet's class, and an answer to me alone, please."""
_PRINTING = 631
_QUESTION = b"\xc0\x0c"
"""The name in the question, by its place."""


class Mdns(Protocol):
    """Multicast DNS: names and services inside a segment, without a server."""

    port = 5353
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {"verb": "qtype_name", "object": "query", "status": "rcode_name"}
    verbs = ("PTR", "A", "SRV", "TXT")
    link_local = True

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """One question and its answer, padded by EDNS; a bad status answers without a record."""
        kind = TYPES.get(said.verb, 12)
        name = name_on_wire(said.object)
        request = struct.pack(">6H", said.word, 0, 1, 0, 0, 1) + name + struct.pack(">HH", kind, _UNICAST)
        records = _records(said, kind) if said.ok else []
        head = struct.pack(">6H", said.word, _ANSWER, 1, min(1, len(records)), 0, max(1, len(records)))
        reply = head + name + struct.pack(">HH", kind, 1) + b"".join(records)
        return request + padding(said.bytes_out - len(request)), reply + padding(said.bytes_in - len(reply))


def _records(said: Said, kind: int) -> list[bytes]:
    """The answer; for a service also where and at what address it is."""
    host = name_on_wire(f"{said.dst[:40]}.local")
    address = IPv4Address(said.ends.addresses[1]).packed
    place = struct.pack(">HHH", 0, 0, _PRINTING) + host
    if kind != 12:
        return [_record(_QUESTION, kind, {1: address, 16: b"\x09txtvers=1", 33: place}.get(kind, address))]
    label = said.dst.encode("ascii", "replace")[:40]
    instance = bytes((len(label),)) + label + _QUESTION
    return [_record(_QUESTION, 12, instance), _record(instance, 33, place), _record(host, 1, address)]


def _record(name: bytes, kind: int, body: bytes) -> bytes:
    return name + struct.pack(">HHIH", kind, 1, _TTL_S, len(body)) + body
