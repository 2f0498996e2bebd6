"""What a protocol's file says: where it listens, and what the four fields of a flow's application record mean in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class Protocol:
    """One application protocol.

    ``fields`` maps a column of the flow table (``verb object status value user``) to the protocol's own word for it,
    which is also the name that Zeek's log of the protocol uses where there is one. ``verbs`` are the verbs the lab
    sends; ``writes`` those that change something at the receiver. ``encrypted`` hides the four fields from every tap
    but an inspection point.
    """

    port: ClassVar[int]
    transport: ClassVar[str]
    fields: ClassVar[Mapping[str, str]]
    verbs: ClassVar[tuple[str, ...]]
    writes: ClassVar[tuple[str, ...]] = ()
    encrypted: ClassVar[bool] = False
