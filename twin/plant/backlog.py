"""The backlog: visits that wait for a robot, and which of them is next.

Orders go first, in the order in which they came; a visit that lost its robot goes before all others. A pod to restock
waits behind them, but not for ever: after some patience it counts as old as it is, and goes before orders that came
later than its patience ended. So restocking fills the fleet's idle time and is delayed, never starved, when there is
none.

Sources: time-dependent priorities as in L. Kleinrock, Queueing Systems vol. 2 (1976) chapter 3; the patience is a
judgement of the site file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from twin.core.units import Us
from twin.plant.ledger import Ledger
from twin.plant.visit import Visit


class Backlog:
    """Visits without a robot; ``patience_us`` is how long restocking stands back."""

    def __init__(self, patience_us: Us) -> None:
        self._patience_us = patience_us
        self._orders: deque[Visit] = deque()
        self._restocks: deque[Visit] = deque()
        self.ledger = Ledger("fleet/waiting")

    def __len__(self) -> int:
        return len(self._orders) + len(self._restocks)

    def __iter__(self) -> Iterator[Visit]:
        """Those of orders, then those that restock, each in order."""
        yield from self._orders
        yield from self._restocks

    def add(self, visits: Iterable[Visit], now_us: Us) -> None:
        """*visits* wait from *now_us* on, behind those of their kind."""
        for visit in visits:
            (self._restocks if visit.restocks else self._orders).append(visit)
            self.ledger.enter(visit.number, now_us)

    def put_back(self, visit: Visit, now_us: Us) -> None:
        """*visit*, whose robot was lost, waits again, before all others of its kind."""
        (self._restocks if visit.restocks else self._orders).appendleft(visit)
        self.ledger.enter(visit.number, now_us)

    def next(self) -> Visit:
        """The visit that is served next; there must be one."""
        if not self._restocks or (self._orders and not self._overdue()):
            return self._orders[0]
        return self._restocks[0]

    def _overdue(self) -> bool:
        return self._restocks[0].asked_us + self._patience_us <= self._orders[0].asked_us

    def first(self, count: int) -> list[Visit]:
        """The *count* visits of one kind that are served next, or as many as there are."""
        line = self._restocks if self.next().restocks else self._orders
        return list(islice(line, count))

    def take(self, visit: Visit, now_us: Us) -> None:
        """*visit* has its robot."""
        (self._restocks if visit.restocks else self._orders).remove(visit)
        self.ledger.leave(visit.number, now_us)

    def check(self, now_us: Us) -> None:
        """Raise unless the backlog keeps Little's law up to *now_us*."""
        self.ledger.check(now_us, len(self))
