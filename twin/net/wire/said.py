"""What a conversation said, as a protocol needs it to write the bytes.

Sources: none; these are the columns of the flow table, with the date and the makers' names.
"""

from __future__ import annotations

from typing import NamedTuple

from twin.net.wire.filler import noise

LONGEST_NAME = "x" * 63
"""A host label of greatest length (RFC 1035): who asks for the least size asks with it."""
LONGEST_VENDOR = "x" * 31
"""What is written of a maker's name at most."""


class Said(NamedTuple):
    """One exchange: who asked whom, the application record, and the payload bytes that each direction carries.

    ``flow`` is the identity that keys everything arbitrary (identifiers, ciphertext), ``epoch_us`` the microseconds
    since 1970 when it began, ``value`` None where no number is carried.
    """

    src: str = LONGEST_NAME
    dst: str = LONGEST_NAME
    verb: str = ""
    object: str = ""
    status: str = "ok"
    user: str = ""
    value: float | None = None
    vendor: str = ""
    flow: int = 0
    epoch_us: int = 0
    bytes_out: int = 0
    bytes_in: int = 0

    @property
    def ok(self) -> bool:
        """Answered with success, as far as is known."""
        return self.status in ("", "ok")

    @property
    def word(self) -> int:
        """Sixteen bits of the flow's identity, for transaction numbers."""
        return self.flow & 0xFFFF

    def noise(self, purpose: str, size: int) -> bytes:
        """*size* bytes that belong to this flow and *purpose* alone."""
        return noise(self.flow, purpose, size)
