"""SSH: a shell, encrypted.

Administrators and update tools come this way, and so does whoever has their key or password.

The four fields and the user: verb is what the session does, object the command or file, status ``ok`` or the
failure, user the account.

Sources: RFC 4251 to RFC 4254 (architecture, authentication, transport, connection); Zeek ssh.log (auth_success is
visible from outside by size alone, the rest once inspected).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.filler import noise
from twin.net.wire.said import Said

_BANNER = b"SSH-2.0-OpenSSH_7.4\r\n"
_HOST_KEY = "ssh-rsa"
_MODULUS_BYTES = 256
_METHODS = (
    "curve25519-sha256", _HOST_KEY, "chacha20-poly1305@openssh.com", "chacha20-poly1305@openssh.com",
    "hmac-sha2-256", "hmac-sha2-256", "none", "none", "", "",
)  # fmt: skip
"""Key exchange, host key, cipher, integrity and compression each way, languages each way."""
_KEX_INIT, _NEW_KEYS, _ECDH_INIT, _ECDH_REPLY = 20, 21, 30, 31
_LEAST_SEALED = 24


class Ssh(Protocol):
    """SSH: a shell, encrypted."""

    port = 22
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "command",
        "object": "argument",
        "status": "auth_success",
        "user": "user",
    }
    verbs = ("login", "exec", "put", "get")
    writes = ("exec", "put")
    encrypted = True
    opening = ((213, 213), (48, 624))

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """Banner and methods, keys, then ciphertext."""
        request, answer = _proposal(said, "client") + _asked(said), _proposal(said, "server") + _told(said)
        out, into = (max(_LEAST_SEALED, size) for size in (
            said.bytes_out - len(request) - len(_NEW), said.bytes_in - len(answer)
        ))  # fmt: skip
        return request + _NEW + said.noise("client", out), answer + said.noise("server", into)


def _packet(kind: int, body: bytes) -> bytes:
    """A packet in clear text, padded to a multiple of eight bytes."""
    padding = 8 - (len(body) + 6) % 8
    padding += 8 * (padding < 4)
    return struct.pack(">IBB", len(body) + padding + 2, padding, kind) + body + bytes(padding)


def _string(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


_NEW = _packet(_NEW_KEYS, b"")


def _proposal(said: Said, side: str) -> bytes:
    """The banner and the methods that this side offers."""
    methods = b"".join(_string(names.encode()) for names in _METHODS)
    return _BANNER + _packet(_KEX_INIT, said.noise(f"{side} cookie", 16) + methods + bytes(5))


def _asked(said: Said) -> bytes:
    return _packet(_ECDH_INIT, _string(said.noise("client key", 32)))


def _told(said: Said) -> bytes:
    """The host's key (one per host), the server's share and its signature; then new keys."""
    kind = _string(_HOST_KEY.encode())
    host = kind + _string(b"\x01\x00\x01") + _string(b"\x00\x80" + noise(0, said.dst, _MODULUS_BYTES - 1))
    signature = kind + _string(said.noise("signature", _MODULUS_BYTES))
    return _packet(_ECDH_REPLY, _string(host) + _string(said.noise("server key", 32)) + _string(signature)) + _NEW
