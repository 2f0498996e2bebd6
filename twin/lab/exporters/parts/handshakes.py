"""Handshakes: what a sensor reads of a TLS session before everything is ciphertext.

The client's hello always, and so its fingerprint; of TLS 1.3 nothing else, because certificate and application protocol
are encrypted already; of TLS 1.2 the server's certificate too. All is read from the same bytes that a capture has.

Sources: RFC 8446, section 2 (what is encrypted); RFC 5246, section 7.3; JA4 (:mod:`twin.net.wire.ja4`).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from twin.lab.exporters.parts.conversation import Conversation
from twin.lab.exporters.parts.ends import host_of, said_of
from twin.net.protocols import PROTOCOLS
from twin.net.wire import tls, tls12
from twin.net.wire.certificates import Certificate
from twin.net.wire.hello import client_hello
from twin.net.wire.ja4 import ja4
from twin.net.wire.said import Said

_NO_TLS = ("ssh",)
"""Encrypted in a way of its own."""
_PROTOCOLS = {"https": "http/1.1", "mqtt": "mqtt"}
"""What the client says it wants to speak inside."""


class Handshake(NamedTuple):
    """Version (``1.3`` or ``1.2``), cipher suite, server named, the client's fingerprint, and the certificate shown."""

    version: str
    cipher: str
    host: str
    ja4: str
    certificate: Certificate | None

    @property
    def resumed(self) -> bool:
        """Whether an earlier session's key was taken up."""
        return self.certificate is None


def over_tls(service: str) -> bool:
    """Whether the service runs inside TLS."""
    return service in PROTOCOLS.entries and PROTOCOLS[service].encrypted and service not in _NO_TLS


def handshake_of(c: Conversation) -> Handshake | None:
    """The handshake of *c*; None where there was none."""
    if not c.answered or not over_tls(c.service):
        return None
    said, host = said_of(c), host_of(c.dst)
    old = PROTOCOLS[c.service].older is not None and any(said.ends.tls)
    seen = fingerprint(c.src.vendor, _PROTOCOLS.get(c.service, ""), resumed=not old, old=bool(old and said.ends.tls[0]))
    if old:
        return Handshake("1.2", tls12.CIPHER_NAME, host, seen, tls12.shown_by(said))
    return Handshake("1.3", tls.CIPHER_NAME, host, seen, None)


@cache
def fingerprint(maker: str, alpn: str, *, resumed: bool, old: bool) -> str:
    """JA4 of *maker*'s hello to a server that has a name."""
    return ja4(client_hello(Said(dst="any", vendor=maker), alpn, resumed=resumed, old=old))
