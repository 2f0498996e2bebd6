"""Little's law, L = lambda W, for every queue of the lab: V12.

The number waiting is read off the queue itself, at each event, and added up over time; the waits are those of the
customers one by one. A window is cut while customers wait, so both sides differ a little, by what the cut leaves out.

Sources: J. D. C. Little, A proof for the queuing formula L = lambda W, Operations Research 9 (1961).
"""

from __future__ import annotations

import numpy as np

from twin.core.clock import LATE
from twin.core.units import HOUR_US, SECOND_US, Us
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.lab.verify.driving import drive
from twin.lab.verify.hall import EVEN_DAY, Hall
from twin.lab.verify.lines import Analysts, ChargerBank, PickStations, Queue
from twin.lab.verify.open_queues import refuse_load
from twin.lab.verify.sampling import Law, memoryless, traffic
from twin.plant.spec import FleetSpec, FloorSpec, OrdersSpec, PeopleSpec

_ALLOWED = 0.01
_CUSTOMERS = 20_000
_SERVICE_S = 10.0


class Counted:
    """A queue whose length is added up over time until *until_us*."""

    def __init__(self, queue: Queue, until_us: Us) -> None:
        self._queue, self._until_us = queue, until_us
        self._seen_us: Us = 0
        self.integral_us = 0

    def come(self, number: int, now_us: Us) -> bool:
        """As the queue does it."""
        self._pass(now_us)
        return self._queue.come(number, now_us)

    def end(self, number: int, now_us: Us) -> int:
        """As the queue does it."""
        self._pass(now_us)
        return self._queue.end(number, now_us)

    def waiting(self) -> int:
        """As the queue has it."""
        return self._queue.waiting()

    def _pass(self, now_us: Us) -> None:
        now_us = min(now_us, self._until_us)
        self.integral_us += self._queue.waiting() * (now_us - self._seen_us)
        self._seen_us = now_us


def _law_of(name: str, queue: Queue, servers: int, law: Law, utilisation: float, seed: int) -> Finding:
    """Mean number waiting against arrivals times mean wait, for one queue."""
    asked = traffic(seed, f"little/{name}", utilisation * servers / law.mean_s, law, servers, 0, _CUSTOMERS)
    end_us = int(asked.came_us[-1])
    counted = Counted(queue, end_us)
    passage = drive(counted, asked.came_us, asked.service_us)
    waits_us = int((passage.began_us - passage.came_us).sum())
    return exact(f"{name}: mean number waiting", "", waits_us / end_us, counted.integral_us / end_us, _ALLOWED)


class Little(Case):
    """V12."""

    title = "Little's law on every queue, and on the orders of a hub"
    source = "J. D. C. Little, Operations Research 9 (1961)"
    model = (
        "twin.lab.queue.Line, twin.plant.stations.Stations, twin.plant.chargers.Chargers, twin.plant.orders.OrderBook"
    )
    inputs = {
        "utilisation": Input(0.8, "", "of the servers of each queue", 0.3, 0.95),
        "servers": Input(3, "", "analysts, and chargers", 1, 20, whole=True),
        "hours": Input(1.0, "h", "hub run", 0.2, 12.0),
        "orders_per_h": Input(200.0, "1/h", "orders of the hub", 20.0, 400.0),
    }

    def refuse(self, inputs: Inputs) -> None:
        """A steady state."""
        refuse_load(inputs["utilisation"])

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Each queue, then the hub."""
        servers, load = int(inputs["servers"]), inputs["utilisation"]
        lognormal, exponential = Law(_SERVICE_S, 0.5), memoryless(_SERVICE_S)
        return [
            _law_of("analysts", Analysts(servers), servers, exponential, load, seed),
            _law_of("pick station", PickStations(), 1, lognormal, load, seed),
            _law_of("chargers", ChargerBank(servers), servers, exponential, load, seed),
            orders_in_system(inputs["hours"], inputs["orders_per_h"], seed),
        ]


def orders_in_system(hours: float, per_hour: float, seed: int) -> Finding:
    """Orders open in a small hub, looked at every second, against the times that the log says they took."""
    hall = Hall(FloorSpec(), FleetSpec(), PeopleSpec(), seed)
    book, end_us = hall.open(OrdersSpec(per_hour=per_hour, day_profile=EVEN_DAY), hours), round(hours * HOUR_US)
    seen = list[int]()
    hall.clock.every(SECOND_US, "little", lambda: seen.append(book.open), LATE)
    hall.run_until(end_us)
    hall.log.seal(1 << 62)
    came = {row["order"]: row["time"] for row in hall.log.records("order_in")}
    done = {row["order"]: row["time"] for row in hall.log.records("order_out")}
    stays_us = sum(done.get(order, end_us) - time for order, time in came.items())
    return exact("hub: mean number of open orders", "", stays_us / end_us, float(np.mean(seen)), _ALLOWED)
