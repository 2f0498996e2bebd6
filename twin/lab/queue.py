"""A queue before several servers: who is most urgent goes first, whoever is free takes it, nobody is interrupted.

The discipline is one class, :class:`Line`, which knows no clock; :class:`ServiceQueue` puts it on the clock. With
exponential times between arrivals and of service it is the M/M/c queue, whose waiting times are known in closed form;
``twin verify`` holds the line to them (V1 to V3, V8 and V9).

Servers may go and come back. Whoever goes in the middle of a piece of work puts the rest of it back into the line, at
its old place and with the work of handing it over.

Sources: A. K. Erlang's formula C for the chance to wait; L. Kleinrock, Queueing Systems I (1975), chapter 3;
non-preemptive priority as in volume II, chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from heapq import heapify, heappop, heappush

from twin.core.clock import Clock, Timer
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

    def withdraw(self, number: int) -> bool:
        """Let work *number* wait no more; whether it did."""
        before = len(self._waiting)
        self._waiting = [place for place in self._waiting if place[2] != number]
        heapify(self._waiting)
        return len(self._waiting) < before

    def last(self) -> int:
        """The work that would be taken last; somebody must wait."""
        return max(self._waiting)[2]

    def take(self) -> tuple[int, int] | None:
        """The work that begins now and its server; None where nobody waits or no server is free."""
        if not self._free or not self._waiting:
            return None
        return heappop(self._waiting)[2], heappop(self._free)

    def end(self, server: int) -> None:
        """*server* is free again, or is there for the first time."""
        heappush(self._free, server)

    def leave(self, server: int) -> bool:
        """*server* goes, if it is free; whether it was."""
        if server not in self._free:
            return False
        self._free.remove(server)
        heapify(self._free)
        return True


@dataclass
class _Asked:
    """What was asked of a queue with one piece of work."""

    came_us: Us
    rank: int
    work_us: Us
    done: Callable[[Served], None]


@dataclass(frozen=True)
class _Doing:
    """What a server is at."""

    number: int
    asked: _Asked
    began_us: Us
    ends_us: Us
    timer: Timer


def as_asked(_server: int, work_us: Us) -> Us:
    """Every server takes as long as the work says."""
    return work_us


class ServiceQueue:
    """A :class:`Line` before ``servers`` servers on the clock, where ``key`` names it.

    ``takes`` says how long a server takes for work, asked when it begins. All servers are there, or those ``present``.
    """

    def __init__(
        self, clock: Clock, servers: int, key: str, takes: Callable[[int, Us], Us] = as_asked,
        present: Iterable[int] | None = None,
    ) -> None:  # fmt: skip
        self._clock, self._key, self._takes = clock, key, takes
        self._line = Line(servers if present is None else 0)
        for server in present or ():
            self._line.end(server)
        self._asked: dict[int, _Asked] = {}
        self._doing: dict[int, _Doing] = {}

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return len(self._line)

    @property
    def last(self) -> int:
        """The waiting work that would be taken last."""
        return self._line.last()

    def busy(self, server: int) -> bool:
        """Whether *server* is at work."""
        return server in self._doing

    def submit(self, number: int, rank: int, work_us: Us, done: Callable[[Served], None]) -> None:
        """Add work that takes ``work_us``, with a *number* of its own; a lower *rank* is more urgent.

        *done* is called when it ends.
        """
        came_us = self._clock.now_us
        self._asked[number] = _Asked(came_us, rank, work_us, done)
        self._line.join(number, rank, came_us)
        self._begin()

    def promote(self, number: int, rank: int) -> None:
        """Let work *number* wait at *rank*; work that has begun or is done is left alone."""
        if number in self._asked:
            self._asked[number].rank = rank
            self._line.promote(number, rank)

    def withdraw(self, number: int) -> bool:
        """Take work *number* out of the line; false where it does not wait."""
        return self._asked.pop(number, None) is not None and self._line.withdraw(number)

    def arrive(self, server: int) -> None:
        """*server* is there from now on."""
        self._line.end(server)
        self._begin()

    def leave(self, server: int, more_us: Us = 0) -> Served | None:
        """*server* goes now. What it was at waits again with what is left of it and *more_us*, and is returned."""
        doing = self._doing.pop(server, None)
        if doing is None:
            self._line.leave(server)
            return None
        doing.timer.cancel()
        now, asked = self._clock.now_us, doing.asked
        asked.work_us = more_us + asked.work_us * (doing.ends_us - now) // max(1, doing.ends_us - doing.began_us)
        self._asked[doing.number] = asked
        self._line.join(doing.number, asked.rank, asked.came_us)
        self._begin()
        return Served(doing.number, server, asked.came_us, doing.began_us, now)

    def _begin(self) -> None:
        while (taken := self._line.take()) is not None:
            number, server = taken
            asked, now = self._asked.pop(number), self._clock.now_us
            takes_us = self._takes(server, asked.work_us)
            timer = self._clock.after(takes_us, f"{self._key}/{number:07d}", partial(self._end, server))
            self._doing[server] = _Doing(number, asked, now, now + takes_us, timer)

    def _end(self, server: int) -> None:
        doing = self._doing.pop(server)
        self._line.end(server)
        asked = doing.asked
        asked.done(Served(doing.number, server, asked.came_us, doing.began_us, self._clock.now_us))
        self._begin()
