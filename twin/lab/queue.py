"""A queue before several servers: who is most urgent goes first, whoever is free takes it, nobody is interrupted.

With exponential times between arrivals and of service it is the M/M/c queue, whose waiting times are known in closed
form; the tests hold it to them.

Sources: A. K. Erlang's formula C for the chance to wait; L. Kleinrock, Queueing Systems I (1975), chapter 3;
non-preemptive priority as in volume II, chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from heapq import heapify, heappop, heappush

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


@dataclass(frozen=True, order=True)
class _Work:
    """Work that waits, in the order in which it is taken."""

    rank: int
    came_us: Us
    number: int
    service_us: Us = field(compare=False)
    done: Callable[[Served], None] = field(compare=False)


class ServiceQueue:
    """``servers`` servers on the clock, where ``key`` names it; of free servers the lowest number works."""

    def __init__(self, clock: Clock, servers: int, key: str) -> None:
        self._clock, self._key = clock, key
        self._free = list(range(servers))
        self._waiting: list[_Work] = []

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return len(self._waiting)

    def submit(self, number: int, rank: int, service_us: Us, done: Callable[[Served], None]) -> None:
        """Add work that takes ``service_us``; a lower *rank* is more urgent. *done* is called when it ends."""
        heappush(self._waiting, _Work(rank, self._clock.now_us, number, service_us, done))
        self._begin()

    def promote(self, number: int, rank: int) -> None:
        """Let work *number* wait at *rank*; work that has begun or is done is left alone."""
        self._waiting = [replace(work, rank=rank) if work.number == number else work for work in self._waiting]
        heapify(self._waiting)

    def _begin(self) -> None:
        while self._free and self._waiting:
            work, server, began = heappop(self._waiting), heappop(self._free), self._clock.now_us
            key = f"{self._key}/{work.number:07d}"
            self._clock.after(work.service_us, key, partial(self._end, work, server, began))

    def _end(self, work: _Work, server: int, began_us: Us) -> None:
        heappush(self._free, server)
        work.done(Served(work.number, server, work.came_us, began_us, self._clock.now_us))
        self._begin()
