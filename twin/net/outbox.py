"""Outbox: what a publisher has said with QoS 1 and nobody has acknowledged yet.

First in, first out, and bounded: where there is no room the oldest makes way and is counted, because a fresh reading is
worth more than a stale one.

Sources: OASIS MQTT 5.0, section 4.3.2 (QoS 1: kept until acknowledged) and 4.4 (delivered again).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from twin.core.units import Us


class Unsent(NamedTuple):
    """One sample that has not arrived: its sensor, its number there, when it was taken, and what is said of it."""

    sensor: int
    sample: int
    taken_us: Us
    value: float


class Outbox:
    """At most *room* samples; ``overflowed`` counts those that made way."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._waiting: deque[Unsent] = deque()
        self.overflowed = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def keep(self, samples: Iterable[Unsent]) -> None:
        """Wait with *samples*, in their order."""
        for sample in samples:
            if len(self._waiting) == self._room:
                self._waiting.popleft()
                self.overflowed += 1
            self._waiting.append(sample)

    @property
    def first(self) -> Unsent:
        """The oldest; there must be one."""
        return self._waiting[0]

    def done(self) -> None:
        """The oldest has been acknowledged."""
        self._waiting.popleft()
