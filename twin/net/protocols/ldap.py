"""LDAP: the directory, asked.

Logons and applications look accounts and groups up at the domain controller; a flood of wide searches means that
somebody draws a map.

The four fields and the user: verb is the operation, object the base or the filter, status ``ok`` or the result
code, value the number of entries given, user the name bound.

Sources: RFC 4511 (operations, result codes); Zeek ldap.log and ldap_search.log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.ber import BOOLEAN, ENUMERATED, OCTETS, SEQUENCE, SET, integer, short, wide
from twin.net.wire.said import Said

_BIND, _BOUND, _SEARCH, _ENTRY, _DONE, _MODIFY, _MODIFIED = 0x60, 0x61, 0x63, 0x64, 0x65, 0x66, 0x67
_SIMPLE, _EQUAL = 0x80, 0xA3
_RESULTS = {
    "ok": 0, "": 0, "operationsError": 1, "timeLimitExceeded": 3, "sizeLimitExceeded": 4, "noSuchObject": 32,
    "invalidCredentials": 49, "401": 49, "insufficientAccessRights": 50, "busy": 51,
}  # fmt: skip
_OTHER_RESULT = 80
_SUBTREE, _NEVER_DEREFERENCE = 2, 0


class Ldap(Protocol):
    """LDAP: the directory, asked."""

    port = 389
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "message_type",
        "object": "base_object",
        "status": "result",
        "value": "result_count",
        "user": "object",
    }
    verbs = ("bind", "search", "modify", "unbind")
    writes = ("modify",)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """The operation and its result; whoever presents a name binds with it first."""
        asked = [_bind(said, b""), _bound(said)] if said.user or said.verb == "bind" else [b"", b""]
        first = said.verb == "bind"
        ask, tell = (_search, _found) if said.verb != "modify" else (_modify, _modified)
        room_out = said.bytes_out - len(asked[0]) - len(ask(said, b""))
        room_in = said.bytes_in - len(asked[1]) - len(tell(said, b"", refused=first and not said.ok))
        request = asked[0] + ask(said, _text(said, "filter", room_out))
        return request, asked[1] + tell(said, _text(said, "found", room_in), refused=first and not said.ok)


def _text(said: Said, side: str, size: int) -> bytes:
    return said.noise(side, max(0, size)).hex().encode()[: max(0, size)]


def _message(number: int, kind: int, *parts: bytes) -> bytes:
    return wide(SEQUENCE, integer(number), wide(kind, *parts))


def _base(said: Said) -> bytes:
    return wide(OCTETS, (said.object or "dc=hub").encode("utf-8", "replace"))


def _result(number: int, kind: int, status: str, words: bytes = b"") -> bytes:
    code = _RESULTS.get(status, int(status) if status.isdigit() and int(status) < 128 else _OTHER_RESULT)
    return _message(number, kind, integer(code, ENUMERATED), short(OCTETS, b""), wide(OCTETS, words))


def _bind(said: Said, secret: bytes) -> bytes:
    """A simple bind; the password is not on record."""
    return _message(1, _BIND, integer(3), wide(OCTETS, said.user.encode("utf-8", "replace")), short(_SIMPLE, secret))


def _bound(said: Said) -> bytes:
    return _result(1, _BOUND, said.status if said.verb == "bind" else "ok")


def _search(said: Said, filler: bytes) -> bytes:
    """Everything under the base whose description equals *filler*."""
    scope = integer(_SUBTREE, ENUMERATED), integer(_NEVER_DEREFERENCE, ENUMERATED)
    limits = integer(0), integer(0), short(BOOLEAN, b"\x00")
    wanted = wide(_EQUAL, short(OCTETS, b"description"), wide(OCTETS, filler))
    return _message(2, _SEARCH, _base(said), *scope, *limits, wanted, short(SEQUENCE, b""))


def _found(said: Said, filler: bytes, *, refused: bool = False) -> bytes:
    """As many entries as the record's value says, as far as they fit; the last one takes what is left."""
    if refused or not said.ok:
        return _result(2, _DONE, "operationsError" if refused else said.status, filler)
    bare = _entry(said, 0, b"")
    count = 1 if said.value is None else max(1, min(int(said.value), 1 + len(filler) // len(bare)))
    last = filler[(count - 1) * len(bare) :]
    entries = [_entry(said, number % 100, b"") for number in range(1, count)]
    return b"".join(entries) + _entry(said, count % 100, last) + _result(2, _DONE, "ok")


def _entry(said: Said, number: int, filler: bytes) -> bytes:
    name = wide(OCTETS, b"cn=%02d," % number + (said.object or "dc=hub").encode("utf-8", "replace"))
    described = wide(SEQUENCE, short(OCTETS, b"description"), wide(SET, wide(OCTETS, filler)))
    return _message(2, _ENTRY, name, wide(SEQUENCE, described))


def _modify(said: Said, filler: bytes) -> bytes:
    replaced = wide(SEQUENCE, short(OCTETS, b"description"), wide(SET, wide(OCTETS, filler)))
    change = wide(SEQUENCE, integer(2, ENUMERATED), replaced)
    return _message(2, _MODIFY, _base(said), wide(SEQUENCE, change))


def _modified(said: Said, filler: bytes, *, refused: bool = False) -> bytes:
    return _result(2, _MODIFIED, "operationsError" if refused else said.status, filler)
