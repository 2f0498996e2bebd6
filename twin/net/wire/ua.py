"""OPC UA binary: built-in types, the headers of requests and responses, and messages of an exact size.

A request has room for an audit entry of the client's own wording, a response for a table of strings: these take up
what is left to the size asked for.

Sources: OPC 10000-6 (OPC UA Mappings), sections 5.2 (binary encoding), 6.7.2 (message chunks) and 7.1.2 (Hello,
Acknowledge); OPC 10000-4, section 7.33 and 7.34 (request and response header).
"""

from __future__ import annotations

import struct

from twin.net.wire.filler import letters
from twin.net.wire.said import Said

NULL = struct.pack("<i", -1)
"""A string, a byte string or an array that is not there."""
CHANNEL, TOKEN = 1, 1
_1601_S = 11_644_473_600
_NO_OBJECT = bytes(3)


def string(text: str | bytes) -> bytes:
    """A string behind its length."""
    body = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return struct.pack("<i", len(body)) + body


def node(identifier: str | int, namespace: int = 0) -> bytes:
    """A node's identity, by name or by number."""
    if isinstance(identifier, str):
        return struct.pack("<BH", 3, namespace) + string(identifier)
    return struct.pack("<BHI", 2, namespace, identifier)


def date(epoch_us: int) -> bytes:
    """A date in tenths of microseconds since 1601."""
    return struct.pack("<q", (epoch_us + _1601_S * 1_000_000) * 10)


def plain(kind: bytes, body: bytes) -> bytes:
    """A message without a channel: Hello and Acknowledge."""
    return kind + b"F" + struct.pack("<I", len(body) + 8) + body


def request(said: Said, service: int, number: int, body: bytes, *, session: bool = True, size: int = 0) -> bytes:
    """A request of *service* (its encoding's number), as long as *size* where that is enough for it."""
    least = len(_request(said, service, number, body, b"", session=session))
    audit = letters(said.flow, f"audit {number}", size - least)
    return _request(said, service, number, body, audit, session=session)


def response(said: Said, service: int, number: int, body: bytes, *, status: int = 0, size: int = 0) -> bytes:
    """The response to it, likewise."""
    least = len(_response(said, service, number, body, b"", status))
    words = letters(said.flow, f"table {number}", size - least)
    return _response(said, service, number, body, words, status)


def _request(said: Said, service: int, number: int, body: bytes, audit: bytes, *, session: bool) -> bytes:
    token = node(said.word, 1) if session else bytes(2)
    head = token + date(said.epoch_us) + struct.pack("<II", number, 0) + string(audit)
    return _chunk(service, number, head + struct.pack("<I", 10_000) + _NO_OBJECT + body)


def _response(said: Said, service: int, number: int, body: bytes, words: bytes, status: int) -> bytes:
    head = date(said.epoch_us) + struct.pack("<IIB", number, status, 0) + struct.pack("<i", 1) + string(words)
    return _chunk(service, number, head + _NO_OBJECT + body)


OPEN_REQUEST, OPEN_RESPONSE, CLOSE_REQUEST = 446, 449, 452
_POLICY = "http://opcfoundation.org/UA/SecurityPolicy#None"


def _chunk(service: int, number: int, rest: bytes) -> bytes:
    """One message: opening a channel names the security policy, all others the channel and its token."""
    opening = service in (OPEN_REQUEST, OPEN_RESPONSE)
    kind = b"OPNF" if opening else b"CLOF" if service == CLOSE_REQUEST else b"MSGF"
    channel = 0 if service == OPEN_REQUEST else CHANNEL
    security = string(_POLICY) + NULL + NULL if opening else struct.pack("<I", TOKEN)
    body = struct.pack("<I", channel) + security + struct.pack("<II", number, number)
    body += struct.pack("<BBH", 1, 0, service) + rest
    return kind + struct.pack("<I", len(body) + 8) + body
