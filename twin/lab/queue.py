"""A queue before several servers: who is most urgent goes first, whoever is free takes it, nobody is interrupted.

The discipline is one class, :class:`Line`, which knows no clock; :class:`ServiceQueue` puts it on the clock. With
exponential times between arrivals and of service it is the M/M/c queue, whose waiting times are known in closed form;
``twin verify`` holds the line to them (V1 to V3, V8 and V9).

Sources: A. K. Erlang's formula C for the chance to wait; L. Kleinrock, Queueing Systems I (1975), chapter 3;
non-preemptive priority as in volume II, chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from twin.core.clock import Clock
from twin.core.units import Us


@dataclass(frozen=True)
class Served:
    """A piece of work that is done: its number, which server did it, when it came, began and ended."""

    number: int
    server: int
    came_us: Us
    began_us: Us
    ended_us: Us


class Line:
    """Who waits, and which of ``servers`` servers are free; of free servers the lowest number works.

    Of those who wait the lowest rank is taken first, then who came first, then the lowest number.
    """

    def __init__(self, servers: int) -> None:
        self._free = list(range(servers))
        self._waiting: list[tuple[int, Us, int]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def join(self, number: int, rank: int, came_us: Us) -> None:
        """Work *number*, which came at *came_us*, waits at *rank*."""
        heappush(self._waiting, (rank, came_us, number))

    def promote(self, number: int, rank: int) -> None:
        """Let work *number* wait at *rank*, if it waits."""
        self._waiting = [(rank if who == number else old, came_us, who) for old, came_us, who in self._waiting]
        heapify(self._waiting)

    def take(self) -> tuple[int, int] | None:
        """The work that begins now and its server; None where nobody waits or no server is free."""
        if not self._free or not self._waiting:
            return None
        return heappop(self._waiting)[2], heappop(self._free)

    def end(self, server: int) -> None:
        """*server* is free again."""
        heappush(self._free, server)


class _Asked(NamedTuple):
    """What was asked of a queue with one piece of work."""

    came_us: Us
    service_us: Us
    done: Callable[[Served], None]


class ServiceQueue:
    """A :class:`Line` before ``servers`` servers on the clock, where ``key`` names it."""

    def __init__(self, clock: Clock, servers: int, key: str) -> None:
        self._clock, self._key = clock, key
        self._line = Line(servers)
        self._asked: dict[int, _Asked] = {}

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return len(self._line)

    def submit(self, number: int, rank: int, service_us: Us, done: Callable[[Served], None]) -> None:
        """Add work that takes ``service_us``, with a *number* of its own; a lower *rank* is more urgent.

        *done* is called when it ends.
        """
        came_us = self._clock.now_us
        self._asked[number] = _Asked(came_us, service_us, done)
        self._line.join(number, rank, came_us)
        self._begin()

    def promote(self, number: int, rank: int) -> None:
        """Let work *number* wait at *rank*; work that has begun or is done is left alone."""
        self._line.promote(number, rank)

    def _begin(self) -> None:
        while (taken := self._line.take()) is not None:
            number, server = taken
            asked, key = self._asked.pop(number), f"{self._key}/{number:07d}"
            self._clock.after(asked.service_us, key, partial(self._end, number, asked, server, self._clock.now_us))

    def _end(self, number: int, asked: _Asked, server: int, began_us: Us) -> None:
        self._line.end(server)
        asked.done(Served(number, server, asked.came_us, began_us, self._clock.now_us))
        self._begin()
