"""JA4: a fingerprint of a TLS client, read from its ClientHello.

Three parts: what can be read at a glance (transport, version, whether a server is named, how many suites and
extensions, first and last letter of the first application protocol), a hash of the suites in order of number, and a
hash of the extensions in order of number (without server name and application protocol, which change from server to
server) with the signature schemes in the client's own order. Values that clients draw at random to keep servers
honest do not count.

Sources: JA4 TLS client fingerprinting, technical details (FoxIO; this part of JA4+ is under the BSD 3-Clause licence);
RFC 8701 (GREASE).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from twin.net.wire.stacks import ALPN, SERVER_NAME, SIGNATURES, VERSIONS

_VERSIONS = {0x0304: "13", 0x0303: "12", 0x0302: "11", 0x0301: "10", 0x0300: "s3"}
_HASH_LETTERS = 12
_BEFORE_SESSION = 5 + 4 + 2 + 32
"""Header of the record, of the message, version and random number."""


def ja4(record: bytes) -> str:
    """JA4 of the record with a whole ClientHello over TCP."""
    suites, extensions = _parts(record)
    versions = [v for v in _words(extensions.get(VERSIONS, b"")[1:]) if not _greased(v)]
    version = max(versions, default=int.from_bytes(record[9:11], "big"))
    named = "d" if SERVER_NAME in extensions else "i"
    head = f"t{_VERSIONS.get(version, '00')}{named}{_count(suites)}{_count(extensions)}{_first_protocol(extensions)}"
    kinds = ",".join(f"{kind:04x}" for kind in sorted(extensions) if kind not in (SERVER_NAME, ALPN))
    signatures = [f"{scheme:04x}" for scheme in _words(extensions.get(SIGNATURES, b"")[2:]) if not _greased(scheme)]
    said = f"{kinds}_{','.join(signatures)}" if signatures else kinds
    return f"{head}_{_hash(','.join(f'{suite:04x}' for suite in sorted(suites)))}_{_hash(said)}"


def _parts(record: bytes) -> tuple[list[int], dict[int, bytes]]:
    """Cipher suites, and extensions by number."""
    at = _BEFORE_SESSION + 1 + record[_BEFORE_SESSION]
    size = int.from_bytes(record[at : at + 2], "big")
    suites = [suite for suite in _words(record[at + 2 : at + 2 + size]) if not _greased(suite)]
    at += 2 + size
    at += 1 + record[at]
    extensions: dict[int, bytes] = {}
    rest = record[at + 2 :]
    while rest:
        kind, size = int.from_bytes(rest[:2], "big"), int.from_bytes(rest[2:4], "big")
        if not _greased(kind):
            extensions[kind] = rest[4 : 4 + size]
        rest = rest[4 + size :]
    return suites, extensions


def _words(octets: bytes) -> Iterator[int]:
    return (int.from_bytes(octets[at : at + 2], "big") for at in range(0, len(octets) - 1, 2))


def _greased(number: int) -> bool:
    return number & 0x0F0F == 0x0A0A and number >> 8 == number & 0xFF


def _count(found: list[int] | dict[int, bytes]) -> str:
    return f"{min(len(found), 99):02d}"


def _first_protocol(extensions: dict[int, bytes]) -> str:
    """First and last letter of the first application protocol; of its hexadecimal where one is no letter or digit."""
    protocol = extensions.get(ALPN, b"")[3:]
    protocol = protocol[: extensions[ALPN][2]] if protocol else b""
    if not protocol:
        return "00"
    ends = bytes((protocol[0], protocol[-1]))
    if ends.isalnum():
        return ends.decode()
    return protocol.hex()[0] + protocol.hex()[-1]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LETTERS] if text else "0" * _HASH_LETTERS
