"""What a conversation said, as a protocol needs it to write the bytes.

Sources: none; these are the columns of the flow table, with the date, the makers' names and the
addresses of both ends.
"""

from __future__ import annotations

from typing import NamedTuple

from twin.net.wire.filler import noise

LONGEST_NAME = "x" * 63
"""A host label of greatest length (RFC 1035): who asks for the least size asks with it."""
LONGEST_VENDOR = "x" * 31
"""What is written of a maker's name at most."""


class WireEnds(NamedTuple):
    """What the wire knows of both ends beyond their names.

    Addresses and hardware addresses of opener and service, the router of the opener's subnet, who made the service,
    the newest TLS that either speaks where it is not 1.3, and the service's name in the public DNS if it has one.
    """

    addresses: tuple[str, str] = ("0.0.0.0", "0.0.0.0")  # noqa: S104 - the unspecified address, nothing binds to it
    macs: tuple[str, str] = ("02:00:00:00:00:00", "02:00:00:00:00:00")
    router: str = "0.0.0.0"  # noqa: S104 - the same
    maker: str = ""
    tls: tuple[str, str] = ("", "")
    public_name: str = ""


UNKNOWN_ENDS = WireEnds()


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
    ends: WireEnds = UNKNOWN_ENDS

    @property
    def host(self) -> str:
        """What the opener calls the service: its public name where it has one, else its name in the hub."""
        return self.ends.public_name or self.dst

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
