"""Windows that look ahead: each event opens a window of the span, both ends included, judged once it is over.

For conditions that more events could still break: ``lt``, ``lte``, ``eq``, ``neq``, ranges, and ``not``. Fewer than
five within an hour cannot be known before the hour has passed, and looking back it would be true of every first event.
So a device that reports less and less is found when its last report's window is over; one that never reported at all
opens no window and is not. Of windows that overlap the earliest that is met counts, and its events stand in no other
hit. What is still open when the rows end is not judged.

Sources: Sigma specification 2.1.0, correlation rules; the reading of upper bounds is ours, for it names none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from twin.core.units import Us
from twin.detectors.sigma_rules.correlations import window
from twin.detectors.sigma_rules.correlations.events import Event, Hit, Key
from twin.detectors.sigma_rules.correlations.window import Window


class Tally(ABC):
    """What a window holds, counted."""

    __slots__ = ()

    @abstractmethod
    def add(self, value: Any) -> None:
        """An event with *value* is in the window."""

    @abstractmethod
    def drop(self, value: Any) -> None:
        """It is out of it."""

    @abstractmethod
    def met(self) -> bool:
        """The condition is true of what the window holds."""


class Total(Tally):
    """The sum of the values; a count, where each is 1."""

    __slots__ = ("_holds", "_total")

    def __init__(self, holds: Callable[[int, int], bool]) -> None:
        self._holds, self._total = holds, 0

    def add(self, value: int) -> None:
        """Add *value*."""
        self._total += value

    def drop(self, value: int) -> None:
        """Take *value* away."""
        self._total -= value

    def met(self) -> bool:
        """The sum is within the bounds."""
        return self._holds(self._total, 1)


class Variety(Tally):
    """The different values."""

    __slots__ = ("_holds", "_values")

    def __init__(self, holds: Callable[[Collection[Any]], bool]) -> None:
        self._holds = holds
        self._values: Counter[Any] = Counter()

    def add(self, value: Any) -> None:
        """One more of *value*."""
        self._values[value] += 1

    def drop(self, value: Any) -> None:
        """One less of *value*."""
        self._values[value] -= 1
        if not self._values[value]:
            del self._values[value]

    def met(self) -> bool:
        """The condition is true of the values."""
        return self._holds(self._values.keys())


class Ahead(Window):
    """Windows of ``span_us`` from each event on; ``_held`` from ``_first`` on is not judged, up to ``_end`` counted."""

    __slots__ = ("_end", "_first", "_held", "_tally")

    def __init__(self, key: Key, span_us: Us, tally: Tally) -> None:
        super().__init__(key, span_us)
        self._tally = tally
        self._held: list[Event] = []
        self._first = self._end = 0

    @property
    def due_us(self) -> Us | None:
        """The last time that belongs to the earliest window, if one is open."""
        return self._held[self._first][0] + self.span_us if self._first < len(self._held) else None

    def feed(self, events: list[Event], hits: list[Hit]) -> None:
        """Judge what is over before the last of *events*, so that no more is held than a span's."""
        self._held += events
        self.settle(events[-1][0], hits)
        while len(self._held) - self._first > window.MOST_KEPT:
            self._let_go(self._first + 1)

    def settle(self, to_us: Us, hits: list[Hit]) -> None:
        """Judge every window that is over before *to_us*."""
        held, tally, span_us = self._held, self._tally, self.span_us
        first, end, size = self._first, self._end, len(held)
        while first < size and held[first][0] + span_us < to_us:
            last_us = held[first][0] + span_us
            while end < size and held[end][0] <= last_us:
                tally.add(held[end][4])
                end += 1
            after = first + 1
            if tally.met():
                hits.append(self._hit(held[first], held[first:end])._replace(time_us=last_us))
                after = end
            for place in range(first, after):
                tally.drop(held[place][4])
            first = after
        self._first, self._end = first, end
        if first > size // 2:
            del held[:first]
            self._first, self._end = 0, end - first

    def _let_go(self, before: int) -> None:
        """Let go of the events before place *before*."""
        for place in range(self._first, before):
            if place < self._end:
                self._tally.drop(self._held[place][4])
        self._first, self._end = before, max(self._end, before)
