"""A hub on wheels for tests: fleet, people and orders with the simplest dispatcher, and no network."""

from __future__ import annotations

from twin.core.clock import Clock
from twin.core.log import Log
from twin.core.units import HOUR_US, MINUTE_US, SECOND_US
from twin.plant.backlog import Backlog
from twin.plant.dispatch import choose
from twin.plant.fleet import Fleet
from twin.plant.floor import Floor
from twin.plant.orders import Arrival, OrderBook
from twin.plant.people import People
from twin.plant.spec import FleetSpec, FloorSpec, OrdersSpec, PeopleSpec
from twin.plant.visit import Visit

MEAN_DAY = (1.0,) * 24
NOBODY = PeopleSpec(walkers=0)
STANDARD_FLOOR = FloorSpec(width_m=64, height_m=64, pick_stations=20, chargers=30)
STANDARD_FLEET = FleetSpec(count=200)


class Hub:
    """Everything built for *hours*; each waiting visit, oldest first, gets the nearest idle robot."""

    def __init__(
        self,
        hours: float = 1.0,
        *,
        floor: FloorSpec | None = None,
        fleet: FleetSpec | None = None,
        orders: OrdersSpec | None = None,
        people: PeopleSpec | None = None,
        seed: int = 7,
    ) -> None:
        self.log, self.clock = Log(), Clock()
        self.floor = Floor(floor or FloorSpec())
        spec = fleet or FleetSpec()
        self.people = People(people or PeopleSpec(), self.floor, seed, self.log)
        names = [f"amr-{number + 1:03d}" for number in range(spec.count)]
        self.fleet = Fleet(self.floor, spec, self.people, names, seed, self.clock, self.log)
        demand = orders or OrdersSpec(day_profile=MEAN_DAY)
        self.book = OrderBook(demand, self.floor, seed, 0.0, int(hours * HOUR_US), self.log)
        self.waiting = Backlog(round(demand.restock_patience_min * MINUTE_US))
        self.fleet.start()

    def open(self) -> Hub:
        """Let orders come in."""
        self.fleet.visits.on_served = lambda _, visit: self.book.served(visit, self.clock.now_us)
        self.fleet.visits.on_dropped = lambda _, visit: self.waiting.put_back(visit, self.clock.now_us)
        self.clock.every(SECOND_US, "test/dispatch", self.dispatch)
        self.book.start(self.clock, self._arrive)
        return self

    def _arrive(self, arrival: Arrival) -> None:
        self.waiting.add(arrival.visits, self.clock.now_us)
        self.dispatch()

    def dispatch(self) -> None:
        """Give waiting visits to idle robots."""
        while self.waiting and len(idle := self.fleet.idle()):
            robot, visit = choose(self.fleet, self.waiting, idle)
            self.waiting.take(visit, self.clock.now_us)
            self.fleet.start_visit(robot, visit)

    def run(self, seconds: float) -> Hub:
        """Run to *seconds* after the start."""
        self.clock.run_until(int(seconds * SECOND_US))
        return self

    def close(self) -> Hub:
        """Write what is written at the end, and seal the log."""
        self.book.finish(self.clock.now_us, self.fleet.settle_wait)
        self.waiting.check(self.clock.now_us)
        self.fleet.finish()
        self.log.seal(1 << 62)
        return self

    def incidents(self, word: str) -> list[dict[str, object]]:
        """Sealed incidents of one kind."""
        return [row for row in self.log.records("incident") if row["incident"] == word]

    def spent_min(self, activity: int) -> float:
        """Robot-minutes spent in an activity so far."""
        return float(self.fleet.timebook.spent_us[activity].sum()) / 60e6


def trip(hub: Hub, bay: int = -1, service_s: float = 10.0) -> Visit:
    """A visit to *bay* (the last bay unless given)."""
    place = int(hub.floor.bays[bay])
    return Visit(0, 0, 1, int(service_s * SECOND_US), (place,), hub.clock.now_us, 1 << 50)
