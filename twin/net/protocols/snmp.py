"""SNMP: counters of network devices, with a community for a password.

A monitoring station polls; version 2c shows the community to everybody on the way.

The four fields and the user: verb is the operation, object the object identifier, status ``ok`` or the error, value
the number, user the community.

Sources: RFC 3416 (operations, errors); RFC 1901 (community-based version 2c); Zeek snmp.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.ber import INTEGER, NULL, OCTETS, SEQUENCE, integer, oid, short, tlv
from twin.net.wire.said import Said

_VERSION_2C = 1
_REQUESTS = {"get": 0xA0, "get_next": 0xA1, "set": 0xA3, "get_bulk": 0xA5}
_RESPONSE = 0xA2
_ERRORS = {"ok": 0, "": 0, "tooBig": 1, "noSuchName": 2, "badValue": 3, "readOnly": 4, "genErr": 5, "noAccess": 6}
_SYSTEM_UP_TIME = (1, 3, 6, 1, 2, 1, 1, 3, 0)
_DESCRIPTION = (1, 3, 6, 1, 2, 1, 1, 1, 0)
_INDEXED = (1, 3, 6, 1, 2, 1, 4, 22, 1, 2)
"""A column of a table whose rows have an index of several numbers."""


class Snmp(Protocol):
    """SNMP: counters of network devices, with a community for a password."""

    port = 161
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "operation",
        "object": "oid",
        "status": "error_status",
        "value": "value",
        "user": "community",
    }
    verbs = ("get", "get_next", "get_bulk", "set")
    writes = ("set",)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A request for the object, and further ones up to the size; the answer, with a description as filler."""
        asked = _numbers(said.object)
        value = integer(int(said.value or 0)) if said.verb == "set" else bytes((NULL, 0))
        binding = tlv(SEQUENCE, oid(asked), value)
        bare = _message(said, _REQUESTS.get(said.verb, 0xA0), binding)
        request = _message(said, _REQUESTS.get(said.verb, 0xA0), binding, _further(said.bytes_out - len(bare)))
        code = _ERRORS.get(said.status, 5)
        told = tlv(SEQUENCE, oid(asked), integer(int(said.value or 0)))
        least = len(_message(said, _RESPONSE, told, _described(b""), error=code))
        filler = said.noise("described", said.bytes_in - least).hex().encode()[: max(0, said.bytes_in - least)]
        return request, _message(said, _RESPONSE, told, _described(filler), error=code)


def _message(said: Said, kind: int, *bindings: bytes, error: int = 0) -> bytes:
    community = (said.user or "public").encode("ascii", "replace")
    body = (short(INTEGER, said.word.to_bytes(4, "big")), integer(error), integer(0), tlv(SEQUENCE, *bindings))
    return tlv(SEQUENCE, integer(_VERSION_2C), tlv(OCTETS, community), tlv(kind, *body))


def _described(text: bytes) -> bytes:
    return tlv(SEQUENCE, oid(_DESCRIPTION), tlv(OCTETS, text))


def _further(room: int) -> bytes:
    """Bindings of *room* bytes, or of one binding where there is less; each asks for one row of a table."""
    least = len(tlv(SEQUENCE, oid((*_INDEXED, 1)), bytes((NULL, 0))))
    found: list[bytes] = []
    while room > 0 or not found:
        size = room if room < 2 * least else least
        index = tuple(1 + (len(found) + 7 * place) % 120 for place in range(1 + max(0, size - least)))
        found.append(tlv(SEQUENCE, oid(_INDEXED + index), bytes((NULL, 0))))
        room -= max(size, least)
    return b"".join(found)


def _numbers(text: str) -> tuple[int, ...]:
    """An object identifier as its numbers; the time since start-up where *text* is none."""
    parts = text.strip(".").split(".")
    usable = len(parts) > 2 and all(part.isdigit() for part in parts)
    return tuple(int(part) for part in parts) if usable else _SYSTEM_UP_TIME
