"""Other: whatever runs on a port that no protocol of the shelf listens on.

A scan knocks on thousands of ports, and most of them mean nothing to anybody here. They share this one name, so that a
rule can speak of them and a row can be written about them; the application record stays empty.

Sources: RFC 6335 (port numbers and their ranges; 0 is reserved, which is why it stands for "no port of its own").
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
        return said.noise("out", said.bytes_out), said.noise("in", said.bytes_in)
