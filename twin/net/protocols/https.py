"""HTTPS: HTTP inside TLS.

A tap sees who talks to whom, when and how much; only an inspection point sees the request.

The four fields and the user: as in HTTP, for those who see inside.

Sources: RFC 9110 (semantics); RFC 8446 (TLS 1.3); RFC 2818 and RFC 9110 section 4.2.2 (port 443); Zeek http.log,
once decrypted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire import tls
from twin.net.wire.said import Said


class Https(Protocol):
    """HTTPS: HTTP inside TLS."""

    port = 443
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "method",
        "object": "uri",
        "status": "status_code",
        "value": "response_body_len",
        "user": "username",
    }
    verbs = ("GET", "HEAD", "POST", "PUT", "DELETE")
    writes = ("POST", "PUT", "DELETE")
    encrypted = True
    opening = (tls.OPENING,)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A TLS session; what is said in it is ciphertext."""
        return tls.session(said, "http/1.1")
