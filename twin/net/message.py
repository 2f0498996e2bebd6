"""Messages: one thing said by one asset to another, and what came back.

A message is a value, not an object with a life: the network decides whether it arrives, the receiving device answers
with a :class:`Reply`, and the tap writes one flow row about both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Fate = Literal["delivered", "denied", "contained", "lost", "refused", "unanswered"]
"""delivered; refused by policy; refused by a response; lost to capacity; no such service (RST); no such host."""


@dataclass(frozen=True)
class Message:
    """``verb object value`` said over a service, with the identity presented.

    ``relay`` is who receives it in the end, where a broker hands it on over the receiver's own session.
    """

    src: str
    dst: str
    service: str
    verb: str = ""
    object: str = ""
    value: float = float("nan")
    user: str = ""
    secret: str = ""
    payload: Any = None
    relay: str = ""
    bytes_out: int = 200
    bytes_in: int = 200


@dataclass(frozen=True)
class Reply:
    """What came back: the message's fate, the application's status (``ok``, ``401``, ``NXDOMAIN``) and its words."""

    fate: Fate
    status: str = ""
    payload: Any = None

    @property
    def ok(self) -> bool:
        """Delivered and answered with ``ok``."""
        return self.fate == "delivered" and self.status == "ok"
