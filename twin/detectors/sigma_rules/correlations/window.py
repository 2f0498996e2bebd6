"""One group's window: what it must have in mind, and what can wait.

Most groups never fire. So each batch of a group comes with a hint, worked out for all groups at once: how many events,
how many different values, how much at most. As long as the hints of what waits do not reach what a hit would need, the
events wait in columns; when they do, all that is not too old by then is gone through event by event.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Collection
from typing import Any

from twin.core.units import Us
from twin.detectors.sigma_rules.correlations.events import Block, Event, Hit, Key

MOST_KEPT = 100_000
"""Events that one group holds at most; the oldest are let go first."""

Waiting = tuple[Us, Any, Block, int]


class Window(ABC):
    """A window of ``span_us``, of the group ``key``; ``newest_us`` is the time of its last event."""

    __slots__ = ("_waiting", "key", "newest_us", "span_us")

    def __init__(self, key: Key, span_us: Us) -> None:
        self.key, self.span_us = key, span_us
        self.newest_us: Us = 0
        self._waiting: deque[Waiting] = deque()

    def offer(self, block: Block, group: int, hits: list[Hit]) -> None:
        """Take in the events of *block* that are of its *group*; add to *hits* what they bring about."""
        since_us = block.firsts_us[group] - self.span_us
        while self._waiting and self._waiting[0][0] < since_us:
            self._forget(self._waiting.popleft()[1])
        self.newest_us = block.lasts_us[group]
        if not self._may_fire(block.hints[group], since_us):
            self._waiting.append((self.newest_us, block.hints[group], block, group))
            return
        self.feed(self._waited() + block.events(group), hits)

    def take(self, events: list[Event], hits: list[Hit]) -> None:
        """Take in *events*, in order of time, at once: of few, no hint is quicker than they are."""
        since_us = events[0][0] - self.span_us
        while self._waiting and self._waiting[0][0] < since_us:
            self._forget(self._waiting.popleft()[1])
        self.newest_us = events[-1][0]
        self.feed(self._waited() + events if self._waiting else events, hits)

    def _waited(self) -> list[Event]:
        """The events that waited; none does any more."""
        events = [event for _, _, old, number in self._waiting for event in old.kept(number)]
        for _, hint, _, _ in self._waiting:
            self._forget(hint)
        self._waiting.clear()
        return events

    def _may_fire(self, hint: Any, since_us: Us) -> bool:  # noqa: ARG002
        """Whether a batch with *hint* could bring about a hit; nothing before *since_us* counts any more."""
        return True

    def _forget(self, hint: Any) -> None:
        """Make nothing of a batch with *hint* that waited and is too old to count."""
        del hint

    @abstractmethod
    def feed(self, events: list[Event], hits: list[Hit]) -> None:
        """Take *events* in, in order of time, and add to *hits* what they bring about."""

    def _hit(self, last: Event, evidence: Collection[Event]) -> Hit:
        first = min(evidence, key=_time)
        return Hit(last[0], last[1], first[2], sum([event[3] for event in evidence]), self.key)


class Weighed(Window):
    """A window whose hints are weights: it can fire once what waits and what it has in mind weigh ``enough``."""

    __slots__ = ("_enough", "_weight")

    def __init__(self, key: Key, span_us: Us, enough: int) -> None:
        super().__init__(key, span_us)
        self._enough = enough
        self._weight = 0

    def _may_fire(self, hint: Any, since_us: Us) -> bool:
        self._expire(since_us)
        self._weight += hint
        if self._weight + self._in_mind() < self._enough:
            return False
        self._weight -= hint
        return True

    def _forget(self, hint: Any) -> None:
        self._weight -= hint

    @abstractmethod
    def _expire(self, since_us: Us) -> None:
        """Let go of what it has in mind from before *since_us*."""

    @abstractmethod
    def _in_mind(self) -> int:
        """What it has in mind weighs."""


def _time(event: Event) -> Us:
    return event[0]
