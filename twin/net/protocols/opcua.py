"""OPC UA: values of a plant by name, in a session of its own.

A client opens a channel and a session, says who it is (or nobody), and reads or writes attributes of nodes. Security is
built in and optional: this hub's servers still take the policy None, so everybody on the way reads along.

The four fields and the user: verb is the service, object the node, status ``ok`` or the status code, value the number
read or written, user the name in the session's token (empty: anonymous).

Sources: OPC 10000-4 (services: CreateSession 5.6.2, ActivateSession 5.6.3, Read 5.10.2, Write 5.10.4); OPC 10000-6
(binary encoding, UA-TCP, port 4840; numbers of encodings in its node ids); opcua_binary.log of Zeek's ICSNPP parser.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire import ua
from twin.net.wire.said import Said

_CREATE, _CREATED, _ACTIVATE, _ACTIVATED, _CLOSE, _CLOSED = 461, 464, 467, 470, 473, 476
SERVICES = {"Read": (631, 634), "Write": (673, 676)}
"""Numbers of the encodings of each service's request and response."""
_ANONYMOUS, _USER_NAME = 321, 324
STATUSES = {"ok": 0, "": 0, "BadNodeIdUnknown": 0x80340000, "BadUserAccessDenied": 0x801F0000, "401": 0x801F0000}
_BAD = 0x80000000
_VALUE = 13
"""The attribute that is read and written."""
_DOUBLE = 11
_BUFFER = 65_536
_URL, _MOST_HOST, _MOST_USER = 96, 63, 40
_HELLO, _ACKNOWLEDGE = 32 + _URL, 28
_TURNS = ((_HELLO, _ACKNOWLEDGE), (132, 139), (440, 120), (260, 80))
"""Hello, channel, session, identity."""


class Opcua(Protocol):
    """OPC UA: values of a plant by name, in a session of its own."""

    port = 4840
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "identifier_str",
        "object": "node_id",
        "status": "status_code",
        "value": "value",
        "user": "user_name",
    }
    verbs = ("Read", "Write")
    writes = ("Write",)
    opening = _TURNS
    greatest = 60_000

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """Channel, session and identity in turns of their own, then one service; session and channel are closed."""
        asked, told = SERVICES.get(said.verb, SERVICES["Read"])
        closing = ua.request(said, _CLOSE, 5, b"\x01") + ua.request(said, ua.CLOSE_REQUEST, 6, b"")
        closed = ua.response(said, _CLOSED, 5, b"")
        spent = [sum(turn[way] for turn in _TURNS) for way in (0, 1)]
        body, result = _work(said, asked)
        request = ua.request(said, asked, 4, body, size=said.bytes_out - spent[0] - len(closing))
        answer = ua.response(said, told, 4, result, size=said.bytes_in - spent[1] - len(closed))
        out, into = _opened(said)
        return out + request + closing, into + answer + closed


def _opened(said: Said) -> tuple[bytes, bytes]:
    """The four turns before anything is said."""
    (_, _), (open_out, open_in), (create_out, create_in), (activate_out, activate_in) = _TURNS
    limits = struct.pack("<IIIII", 0, _BUFFER, _BUFFER, 0, 0)
    url = ua.string(_url(said))
    channel = struct.pack("<III", 0, 0, 1) + ua.NULL + struct.pack("<I", 3_600_000)
    granted = struct.pack("<III", 0, ua.CHANNEL, ua.TOKEN) + ua.date(said.epoch_us) + struct.pack("<I", 3_600_000)
    out = (
        ua.plain(b"HEL", limits + url),
        ua.request(said, ua.OPEN_REQUEST, 1, channel, session=False, size=open_out),
        ua.request(said, _CREATE, 2, _client(said) + url + _session(said), session=False, size=create_out),
        ua.request(said, _ACTIVATE, 3, _identity(said), size=activate_out),
    )
    into = (
        ua.plain(b"ACK", limits),
        ua.response(said, ua.OPEN_RESPONSE, 1, granted + ua.NULL, size=open_in),
        ua.response(said, _CREATED, 2, _created(said), size=create_in),
        ua.response(said, _ACTIVATED, 3, ua.NULL * 3, size=activate_in),
    )
    return b"".join(out), b"".join(into)


def _url(said: Said) -> str:
    """Where the server is; slashes fill it up to one length."""
    return f"opc.tcp://{said.dst[:_MOST_HOST]}:4840/".encode("ascii", "replace").decode().ljust(_URL, "/")


def _client(said: Said) -> bytes:
    """What the client calls itself: an application of type client."""
    name = said.src[:_MOST_HOST].encode("ascii", "replace").decode()
    described = ua.string(f"urn:{name}") + ua.NULL + b"\x02" + ua.string(name) + struct.pack("<I", 1)
    return described + ua.NULL * 3 + ua.NULL


def _session(said: Said) -> bytes:
    return ua.string(f"session {said.word}"[:13]) + ua.NULL * 2 + struct.pack("<dI", 60_000.0, 0)


def _created(said: Said) -> bytes:
    """Numbers of the session and its token; nothing is signed."""
    numbers = ua.node(said.word + 1, 1) + ua.node(said.word, 1)
    return numbers + struct.pack("<d", 60_000.0) + ua.NULL * 4 + ua.NULL * 2 + bytes(4)


def _identity(said: Said) -> bytes:
    """Anonymous, or a name with a password that is not on record."""
    user = said.user[:_MOST_USER].encode("ascii", "replace")
    named = ua.string("username") + ua.string(user) + ua.string(b"") + ua.NULL
    kind, body = (_USER_NAME, named) if user else (_ANONYMOUS, ua.string("anonymous"))
    token = struct.pack("<BBHB", 1, 0, kind, 1) + ua.string(body)
    return ua.NULL * 2 + ua.NULL * 2 + token + ua.NULL * 2


def _work(said: Said, service: int) -> tuple[bytes, bytes]:
    """What is asked of one node, and what comes back of it."""
    status = STATUSES.get(said.status, _BAD)
    target = struct.pack("<i", 1) + ua.node(said.object or "value", 2) + struct.pack("<I", _VALUE) + ua.NULL
    value = struct.pack("<BBd", 1, _DOUBLE, said.value or 0.0)
    if service == SERVICES["Write"][0]:
        return target + value, struct.pack("<iI", 1, status) + ua.NULL
    wanted = struct.pack("<dI", 0.0, 3) + target + struct.pack("<H", 0) + ua.NULL
    return wanted, struct.pack("<i", 1) + (value if not status else struct.pack("<BI", 2, status)) + ua.NULL
