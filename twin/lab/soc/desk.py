"""The desk: all that the people of the operations centre have of the hub, and the door by which they act on it.

They know the time, the register, the zones of the drawing and the flow that an alert shows as its evidence. They write
down what they did, and every decision goes through the one door that everybody uses. The truth book is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from twin.core.clock import Clock
from twin.core.log import Log
from twin.core.units import Us
from twin.lab.choice import Choice
from twin.net.inventory import Inventory


class Ends(NamedTuple):
    """Of a flow: who opened it, to whom, and the account that was shown (or nothing)."""

    src: str
    dst: str
    user: str


@dataclass(frozen=True)
class Desk:
    """What the centre sees and writes.

    ``zone_of`` maps an asset to its zone; ``write`` adds a row to the table ``triage``; ``flow`` looks up the flow of
    an alert's evidence; ``wall_us`` is what the clock on the wall shows when the story starts, in microseconds since
    1 January 1970, 00:00.
    """

    clock: Clock
    inventory: Inventory
    zone_of: Mapping[str, str]
    write: Callable[..., None]
    flow: Callable[[int], Ends | None]
    wall_us: Us = 0


class Door(Protocol):
    """How decisions enter: the session of a run."""

    def decide(self, choice: Choice, target: str, by: str, reason: str) -> int:
        """Decide on a response; the number of the decision."""

    def undo(self, number: int, by: str, reason: str) -> None:
        """Take a decision back."""

    def in_force(self, number: int) -> bool:
        """Whether a decision is in force now."""


def ends_of(log: Log, flow: int) -> Ends | None:
    """The ends of *flow* as a tap wrote them; None where no sealed row has this identity."""
    rows = log.since("flow")
    found = np.flatnonzero(rows["flow"] == np.uint64(flow))
    if not flow or not len(found):
        return None
    src, dst, user = (log.names.text(int(rows[column][found[0]])) for column in ("src", "dst", "user"))
    return Ends(src, dst, user)
