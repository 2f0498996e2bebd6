"""A hall: floor, fleet, people and orders of a run with the simplest dispatcher, and no network.

It is what the cases about whole fleets drive: the plant's own classes, each waiting visit given to the nearest idle
robot, the oldest first.
"""

from __future__ import annotations

from collections import deque

from twin.core.clock import Clock
from twin.core.log import Log
from twin.core.units import HOUR_US, SECOND_US, Us
from twin.plant.fleet import Fleet
from twin.plant.lanes import floor_of
from twin.plant.orders import Arrival, OrderBook
from twin.plant.people import People
from twin.plant.spec import FleetSpec, FloorSpec, OrdersSpec, PeopleSpec
from twin.plant.visit import Visit

EVEN_DAY = (1.0,) * 24


class Hall:
    """A fleet on its floor; :meth:`open` lets orders come in for *hours*."""

    def __init__(self, floor: FloorSpec, fleet: FleetSpec, people: PeopleSpec, seed: int) -> None:
        self.clock, self.log, self._seed = Clock(), Log(), seed
        self.floor = floor_of(floor)
        self.people = People(people, self.floor, seed, self.log)
        names = [f"amr-{number + 1:03d}" for number in range(fleet.count)]
        self.fleet = Fleet(self.floor, fleet, self.people, names, seed, self.clock, self.log)
        self.waiting: deque[Visit] = deque()
        self.served = 0
        self.book: OrderBook | None = None
        self.fleet.visits.on_dropped = self._dropped
        self.fleet.visits.on_served = self._served
        self.fleet.start()

    def open(self, orders: OrdersSpec, hours: float) -> OrderBook:
        """Let *orders* come in for *hours*; its day is as the book says, from midnight."""
        self.book = OrderBook(orders, self.floor, self._seed, 0.0, round(hours * HOUR_US), self.log)
        self.book.start(self.clock, self._arrive)
        self.clock.every(SECOND_US, "hall/dispatch", self.dispatch)
        return self.book

    def offer(self, visits: list[Visit]) -> None:
        """Let *visits* wait for robots, and have robots that come free take them."""
        self.waiting.extend(visits)
        self.clock.every(SECOND_US, "hall/dispatch", self.dispatch)

    def run_until(self, end_us: Us) -> None:
        """Run to *end_us* after the start."""
        self.clock.run_until(end_us)

    def dispatch(self) -> None:
        """Give waiting visits to idle robots."""
        while self.waiting and len(idle := self.fleet.idle()):
            visit = self.waiting.popleft()
            self.fleet.start_visit(self.fleet.nearest(self.fleet.visits.bay_for(visit), idle), visit)

    def _arrive(self, arrival: Arrival) -> None:
        self.waiting.extend(arrival.visits)
        self.dispatch()

    def _served(self, _: int, visit: Visit) -> None:
        self.served += 1
        if self.book is not None:
            self.book.served(visit, self.clock.now_us)

    def _dropped(self, _: int, visit: Visit) -> None:
        self.waiting.appendleft(visit)
