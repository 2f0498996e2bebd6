"""What a protocol's file says: where it listens, what the four fields of a flow's record mean in it, and its bytes.

Bytes are made on demand, for captures. :meth:`Protocol.exchange` writes what both ends said in a finished conversation,
padded where the protocol has room for padding (an EDNS option, a body, a TLS record) to the sizes asked for. Where they
are too small to say it, it takes what it needs; :meth:`Protocol.sizes` asks for nothing and so learns what that is,
which is how the network's rows come to have sizes that can exist.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from twin.net.wire.said import LONGEST_VENDOR, Said

UNBOUNDED = 1 << 40
_LONGEST_NUMBER = -2.2250738585072014e-308
"""No number takes more characters."""


class Sizes(NamedTuple):
    """Least and greatest payload of a finished conversation in each direction, bytes."""

    least_out: int
    most_out: int
    least_in: int
    most_in: int


class Protocol(ABC):
    """One application protocol.

    ``fields`` maps a column of the flow table (``verb object status value user``) to the protocol's own word for it,
    which is also the name that Zeek's log of the protocol uses where there is one. ``verbs`` are the verbs the lab
    sends; ``writes`` those that change something at the receiver. ``encrypted`` hides the four fields from every tap
    but an inspection point. ``answered`` says whether anything comes back at all. ``opening`` are the bytes out and in
    of the turns that come before what is said: each waits for its answer, and so takes a round trip. ``fixed`` sizes
    follow from what is said and cannot be padded; others grow up to ``greatest`` bytes.
    """

    port: ClassVar[int]
    transport: ClassVar[str]
    fields: ClassVar[Mapping[str, str]]
    verbs: ClassVar[tuple[str, ...]]
    writes: ClassVar[tuple[str, ...]] = ()
    encrypted: ClassVar[bool] = False
    answered: ClassVar[bool] = True
    opening: ClassVar[tuple[tuple[int, int], ...]] = ()
    fixed: ClassVar[bool] = False
    greatest: ClassVar[int] = UNBOUNDED
    link_local: ClassVar[bool] = False
    """It never leaves a segment: the segment decides over it, and no policy."""
    source: ClassVar[int] = -1
    """Port of the opener where the protocol fixes it; -1 for any."""
    older: ClassVar[type[Protocol] | None] = None
    """What is spoken instead where one end is old: TLS 1.2."""

    @abstractmethod
    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """Payload from the opener and to the opener, of ``said.bytes_out`` and ``said.bytes_in`` bytes or the least.

        Over UDP this is one datagram and its answer; no answer where ``bytes_in`` is 0 in a datagram that has none.
        """

    def sizes(self, verb: str = "", about: str = "", status: str = "ok", user: str = "") -> Sizes:
        """What a conversation with this record can measure, whatever its ends are called."""
        said = Said(
            verb=verb, object=about, status=status, user=user, value=_LONGEST_NUMBER, vendor=LONGEST_VENDOR
        )  # fmt: skip
        request, answer = (len(part) for part in self.exchange(said))
        most_in = answer if self.fixed or not self.answered else self.greatest
        return Sizes(request, request if self.fixed else self.greatest, answer, most_in)
