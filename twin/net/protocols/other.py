"""Other: whatever runs on a port that no protocol of the shelf listens on.

A scan knocks on thousands of ports, and most of them mean nothing to anybody here. They share this one name, so that a
rule can speak of them and a row can be written about them; the application record stays empty.

Its bytes mean nothing, and no reader of a capture takes them for media: the first two bits, the version of RTP, are 0.

Sources: RFC 3550, section 5.1 (version 2 in the first two bits); RFC 6335 (port numbers and their ranges; 0 is
reserved, which is why it stands for "no port of its own").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.said import Said


class Other(Protocol):
    """Whatever runs on a port that no protocol of the shelf listens on."""

    port = 0
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {}
    verbs = ()

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """Bytes that nobody here can read."""
        return _plain(said.noise("out", said.bytes_out)), _plain(said.noise("in", said.bytes_in))


def _plain(payload: bytes) -> bytes:
    return bytes([payload[0] & 0x3F]) + payload[1:] if payload else payload
