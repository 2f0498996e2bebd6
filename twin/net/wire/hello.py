"""The ClientHello: what a TLS client offers, in its maker's own words and order.

It is padded to one size, so that names and makers do not change the length of the first flight; a hello that resumes a
session ends with the pre-shared key. A client that stops at TLS 1.2 leaves out what only TLS 1.3 knows.

Sources: RFC 8446, sections 4.1.2 and 4.2 (hello, extensions), 4.2.11 (the pre-shared key comes last); RFC 5246,
section 7.4.1.2; RFC 6066, sections 3 and 8 (server name, status request); RFC 7301 (ALPN); RFC 7685 (padding); RFC 5746
(renegotiation indication).
"""

from __future__ import annotations

from twin.net.wire import stacks
from twin.net.wire.said import Said
from twin.net.wire.stacks import Stack, stack_of

BYTES = 517
"""Record of the ClientHello, padded: 512 bytes behind the record's header, the size that RFC 7685 was written for."""
HANDSHAKE = 22
X25519 = 0x001D
PADDING, PRE_SHARED_KEY = 21, 41
_ONLY_13 = (stacks.VERSIONS, stacks.PSK_MODES, stacks.KEY_SHARE)
_TICKET_BYTES, _BINDER_BYTES = 48, 32


def client_hello(said: Said, alpn: str, *, resumed: bool = True, old: bool = False) -> bytes:
    """The record with the ClientHello; *resumed* with a ticket of TLS 1.3, *old* without anything of TLS 1.3."""
    stack = stack_of(said.vendor)
    suites = [suite for suite in stack.suites if not old or suite >> 8 != 0x13]
    head = b"\x03\x03" + said.noise("client random", 32) + short(said.noise("session", 32))
    head += long(b"".join(suite.to_bytes(2, "big") for suite in suites)) + b"\x01\x00"
    extensions = b"".join(
        extension(kind, _body(kind, stack, said, alpn))
        for kind in stack.extensions
        if not (old and kind in _ONLY_13) and (alpn or kind != stacks.ALPN)
    )
    last = extension(PRE_SHARED_KEY, _pre_shared(said)) if resumed else b""
    room = BYTES - 9 - len(head) - 2 - len(extensions) - len(last) - 4
    return handshake(1, head + long(extensions + extension(PADDING, bytes(max(room, 0))) + last))


def handshake(kind: int, body: bytes) -> bytes:
    """A record with one message of the handshake."""
    return header(HANDSHAKE, len(body) + 4) + bytes((kind,)) + len(body).to_bytes(3, "big") + body


def header(kind: int, size: int) -> bytes:
    """The header of a record of *size* bytes."""
    return bytes((kind, 3, 3)) + size.to_bytes(2, "big")


def extension(kind: int, body: bytes) -> bytes:
    """An extension behind its number and length."""
    return kind.to_bytes(2, "big") + long(body)


def short(body: bytes) -> bytes:
    """*body* behind its length in one byte."""
    return bytes((len(body),)) + body


def long(body: bytes) -> bytes:
    """*body* behind its length in two bytes."""
    return len(body).to_bytes(2, "big") + body


def _body(kind: int, stack: Stack, said: Said, alpn: str) -> bytes:
    """What each extension says."""
    if kind == stacks.SERVER_NAME:
        return long(b"\x00" + long(said.host.encode(errors="replace")))
    if kind == stacks.ALPN:
        return long(short(alpn.encode()))
    if kind == stacks.KEY_SHARE:
        return long(X25519.to_bytes(2, "big") + long(said.noise("client key", 32)))
    if kind in (stacks.GROUPS, stacks.SIGNATURES):
        numbers = stack.groups if kind == stacks.GROUPS else stack.signatures
        return long(b"".join(number.to_bytes(2, "big") for number in numbers))
    return _FIXED.get(kind, b"")


def _pre_shared(said: Said) -> bytes:
    """A ticket of an earlier session, its age, and the proof that the client knows its key."""
    identity = long(long(said.noise("ticket", _TICKET_BYTES)) + said.noise("age", 4))
    return identity + long(short(said.noise("binder", _BINDER_BYTES)))


_FIXED = {
    stacks.STATUS: b"\x01" + bytes(4), stacks.POINTS: b"\x01\x00", stacks.VERSIONS: b"\x04\x03\x04\x03\x03",
    stacks.PSK_MODES: b"\x01\x01", stacks.RENEGOTIATION: b"\x00",
}  # fmt: skip
"""Extensions that always say the same; others say nothing."""
