"""RDP: somebody else's screen.

Engineers and support use it, and intruders who hold an account. The session is encrypted from the start.

The four fields and the user: verb is what the session does, object the machine's name as asked for, status ``ok``
or the failure, user the account.

Sources: Microsoft Open Specifications MS-RDPBCGR (connection sequence); Zeek rdp.log (cookie and result; the rest
once inspected).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire import tls
from twin.net.wire.said import Said

_IDENTIFIER_BYTES = 9
"""Characters of the account that clients put into the cookie."""
_REQUEST_BYTES, _CONFIRM_BYTES = 47, 19
_TLS_AND_CREDSSP, _CREDSSP = 3, 2


class Rdp(Protocol):
    """RDP: somebody else's screen."""

    port = 3389
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "command",
        "object": "client_name",
        "status": "result",
        "user": "cookie",
    }
    verbs = ("login", "session")
    writes = ("session",)
    encrypted = True
    opening = ((_REQUEST_BYTES, _CONFIRM_BYTES), tls.OPENING)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A connection request with the account's cookie, its confirmation, then TLS."""
        out, into = said.bytes_out - _REQUEST_BYTES, said.bytes_in - _CONFIRM_BYTES
        request, answer = tls.session(said._replace(bytes_out=out, bytes_in=into), "")
        return _asked(said) + request, _CONFIRMED + answer


def _negotiation(kind: int, protocols: int) -> bytes:
    return struct.pack("<BBHI", kind, 0, 8, protocols)


def _framed(kind: int, rest: bytes) -> bytes:
    """A connection unit of X.224 behind the header of its packet."""
    return struct.pack(">BBHBBHHB", 3, 0, len(rest) + 11, len(rest) + 6, kind, 0, 0, 0) + rest


def _asked(said: Said) -> bytes:
    name = (said.user or said.src).encode("ascii", "replace")[:_IDENTIFIER_BYTES].ljust(_IDENTIFIER_BYTES, b".")
    return _framed(0xE0, b"Cookie: mstshash=" + name + b"\r\n" + _negotiation(1, _TLS_AND_CREDSSP))


_CONFIRMED = _framed(0xD0, _negotiation(2, _CREDSSP))
