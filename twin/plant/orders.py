"""Orders: the book that follows each order from its arrival to its end.

An order's delay is that of the visit that was served last, the one that the customer waited for, split into the parts
of :mod:`twin.plant.delays`; they add up to the time from arrival to completion, checked for every order. Time counts
as attack or containment while the visit's robot stood still for that cause, directly or in line behind one that did;
while it waited for a robot, in the share of the fleet lost to that cause; while its order could not leave the system
that took it, all of the time. Orders that are open at the end are written with the parts of the visit that was delayed
the most by attack and containment.

What comes in is served or open: orders, their visits and the pods to restock are counted in and out and checked every
few seconds, with Little's law for the orders in the system.

Sources: conservation of jobs as in any queueing network (L. Kleinrock, Queueing Systems vol. 1, 1975).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin.core.clock import EARLY, LATE, Clock
from twin.core.errors import InvariantBroken
from twin.core.log import Log
from twin.core.units import SECOND_US, Us
from twin.plant.demand import Demand, Pods
from twin.plant.floor import Floor
from twin.plant.ledger import Ledger
from twin.plant.restocking import Restocking
from twin.plant.robots import Cause
from twin.plant.spec import OrdersSpec
from twin.plant.visit import NO_ORDER, Visit

CHECK_US: Us = 5 * SECOND_US


@dataclass(frozen=True)
class Arrival:
    """An order as it arrives, with its visits; or a pod to restock, which is no order (:data:`NO_ORDER`)."""

    order: int
    time_us: Us
    due_us: Us
    lines: int
    visits: tuple[Visit, ...]

    @property
    def key(self) -> str:
        """A name of its own: that of its first visit."""
        return f"{self.visits[0].number:+08d}"

    def hold_up(self, cause: Cause, time_us: Us) -> None:
        """The order could not be passed on for *time_us*; robots are asked for that much later."""
        for visit in self.visits:
            visit.blame(cause, time_us)
            visit.asked_us += time_us


class OrderBook:
    """Which orders are open, of all the ``demand`` of a horizon; ``restocking`` follows what they take."""

    def __init__(self, spec: OrdersSpec, floor: Floor, seed: int, start_hour: float, horizon_us: Us, log: Log) -> None:
        self._log = log
        pods = Pods(floor, spec.popularity, seed)
        self.demand = Demand(spec, pods, seed, start_hour, horizon_us)
        most_lines = int(self.demand.lines.sum()) if len(floor.replenish_slots) else 0
        self.restocking = Restocking(spec, pods, seed, most_lines, log)
        self._restocks = most_lines > 0
        self._open: dict[int, dict[int, Visit]] = {}
        self.in_system = Ledger("orders")
        self.entered = self.done = 0
        self._visits_in = self._visits_served = 0
        self._pass_on: Callable[[Visit, Us], None] = _nobody

    @property
    def open(self) -> int:
        """Orders that have arrived and are not complete."""
        return len(self._open)

    def arrival(self, order: int) -> Arrival:
        """Order number *order* with its visits, made afresh."""
        demand = self.demand
        first, count = int(demand.first_visit[order]), int(demand.visits[order])
        numbers = range(first, first + count)
        due, asked = int(demand.due_us[order]), int(demand.arrival_us[order])
        share = _shares(int(demand.lines[order]), count)
        visits = tuple(
            Visit(n, order, lines, int(demand.service_us[n]), tuple(demand.pods[n].tolist()), asked, due)
            for n, lines in zip(numbers, share, strict=True)
        )
        return Arrival(order, asked, due, int(demand.lines[order]), visits)

    def start(self, clock: Clock, on_arrival: Callable[[Arrival], None]) -> None:
        """Call *on_arrival* for each order at its time, and for each pod to restock; check the books as time goes."""

        def arrive(order: int) -> None:
            arrival = self.arrival(order)
            self.enter(arrival)
            on_arrival(arrival)
            wait(order + 1)

        def wait(order: int) -> None:
            if order < len(self.demand.arrival_us):
                clock.at(int(self.demand.arrival_us[order]), "orders/arrival", lambda: arrive(order), EARLY)

        def restock(visit: Visit, now_us: Us) -> None:
            arrival = Arrival(NO_ORDER, now_us, visit.due_us, 0, (visit,))
            clock.at(now_us, f"orders/restock/{arrival.key}", lambda: on_arrival(arrival))

        self._pass_on = restock
        clock.every(CHECK_US, "orders/check", lambda: self.check(clock.now_us), LATE)
        wait(0)

    def enter(self, arrival: Arrival) -> None:
        """Open an order."""
        self.entered += 1
        self._visits_in += len(arrival.visits)
        self._open[arrival.order] = {visit.number: visit for visit in arrival.visits}
        self.in_system.enter(arrival.order, arrival.time_us)
        self._log.one(
            "order_in",
            time=arrival.time_us,
            order=arrival.order,
            lines=arrival.lines,
            visits=len(arrival.visits),
            due=arrival.due_us,
        )

    def served(self, visit: Visit, now_us: Us) -> bool:
        """A visit has been served; True when that completes its order."""
        if visit.restocks:
            self.restocking.served(visit, now_us)
            return False
        self._visits_served += 1
        if self._restocks:
            for task in self.restocking.picked(visit.lines, now_us):
                self._pass_on(task, now_us)
        visits = self._open[visit.order]
        del visits[visit.number]
        if visits:
            return False
        del self._open[visit.order]
        self.done += 1
        self.in_system.leave(visit.order, now_us)
        self._write("order_out", visit, now_us, lateness_us=now_us - visit.due_us)
        return True

    def check(self, now_us: Us) -> None:
        """Raise unless what came in is served or open: orders, visits, pods to restock; and Little's law holds."""
        if self.entered != self.done + self.open:
            detail = f"{self.entered} came in, {self.done} are done, {self.open} are open"
            raise InvariantBroken("orders in = done + open", "orders", now_us, detail)
        visits_open = sum(map(len, self._open.values()))
        if self._visits_in != self._visits_served + visits_open:
            detail = f"{self._visits_in} came in, {self._visits_served} are served, {visits_open} are open"
            raise InvariantBroken("visits in = served + open", "orders", now_us, detail)
        self.in_system.check(now_us, self.open)
        self.restocking.check(now_us)

    def finish(self, now_us: Us, settle: Callable[[Visit], object]) -> None:
        """Write every open order with what has delayed it; *settle* charges a visit for its wait up to now."""
        self.check(now_us)
        for visits in self._open.values():
            for visit in visits.values():
                settle(visit)
            self._write("order_open", max(visits.values(), key=_delay_us), now_us)
        self._log.one(
            "queue_time",
            time=now_us,
            queue="orders",
            line="open",
            entered=self.in_system.entered,
            members_us=self.in_system.stays_us(now_us),
        )

    def _write(self, table: str, visit: Visit, now_us: Us, **fields: Us) -> None:
        whole_us = now_us - int(self.demand.arrival_us[visit.order])
        parts = visit.delays.close(f"order {visit.order}", whole_us, now_us)
        self._log.one(table, time=now_us, order=visit.order, **fields, **parts)

    def fingerprint(self) -> int:
        """Order-free hash of all demand."""
        return self.demand.fingerprint()


def _delay_us(visit: Visit) -> Us:
    return visit.delays.attack_us + visit.delays.containment_us


def _shares(lines: int, visits: int) -> list[int]:
    return [(lines + k) // visits for k in range(visits)]


def _nobody(visit: Visit, now_us: Us) -> None:
    """Nobody listens."""
