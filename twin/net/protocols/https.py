"""HTTPS: HTTP inside TLS.

A tap sees who talks to whom, when and how much; only an inspection point sees the request. Where one end stops at
TLS 1.2 the server's certificate is in clear text too, and the handshake takes a round trip more.

The four fields and the user: as in HTTP, for those who see inside.

Sources: RFC 9110 (semantics; section 4.2.2: port 443); RFC 8446 (TLS 1.3); RFC 5246 (TLS 1.2); RFC 2818; Zeek http.log,
once decrypted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import UNBOUNDED, Protocol, Sizes
from twin.net.wire import tls, tls12
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
    opening: ClassVar[tuple[tuple[int, int], ...]] = (tls.OPENING,)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A TLS session; what is said in it is ciphertext."""
        return tls.session(said, "http/1.1")


class HttpsOverTls12(Https):
    """HTTPS where one end speaks nothing newer than TLS 1.2."""

    opening = tls12.OPENING

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """A TLS session with a certificate in clear text."""
        return tls12.session(said, "http/1.1")

    def sizes(self, verb: str = "", about: str = "", status: str = "ok", user: str = "") -> Sizes:  # noqa: ARG002
        """The same whatever is said; known without making a key and a certificate."""
        return Sizes(tls12.LEAST_OUT, UNBOUNDED, tls12.LEAST_IN, UNBOUNDED)


Https.older = HttpsOverTls12
