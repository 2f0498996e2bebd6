"""Orders: demand for the whole horizon, drawn up front, and the book that follows each order to its end.

Arrivals are a Poisson process thinned by the day's profile. An order has lines (one plus a negative binomial count with
two successes), lines are served by pod visits, and articles are popular by Zipf's law: pod *k* of the ranking is asked
for in proportion to ``1 / k ** popularity``. Everything is keyed by the number of the arrival, the order or the visit,
so it depends on the seed alone.

An order's ``attack_us`` and ``containment_us`` are those of the visit that was served last, the one that the customer
waited for. A visit counts the time in which its robot stood still for that cause, directly or in line behind one that
did; while it waited for a robot, time counts in the share of the fleet lost to that cause; while its order could not
leave the system that took it, all of the time counts. So the parts never exceed the whole. Orders that are open at the
end are written with the delay of the visit that was delayed the most.

Sources: P. A. W. Lewis, G. S. Shedler, Simulation of nonhomogeneous Poisson processes by thinning, Naval Research
Logistics 26 (1979); popularity and lines an order as in WareMax; line time as in RAWSim-O.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from twin.core import elementary
from twin.core.chance import Ints, Keys, Streams, bits
from twin.core.clock import EARLY, Clock
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.units import HOUR_US, MINUTE_US, SECOND_US, Us
from twin.plant.floor import Floor
from twin.plant.robots import Cause
from twin.plant.spec import OrdersSpec
from twin.plant.visits import Visit

CHOICES = 8
"""Pods that hold what a visit wants."""


@dataclass(frozen=True)
class Arrival:
    """An order as it arrives, with its visits."""

    order: int
    time_us: Us
    due_us: Us
    lines: int
    visits: tuple[Visit, ...]

    def hold_up(self, cause: Cause, time_us: Us) -> None:
        """The order could not be passed on for *time_us*; robots are asked for that much later."""
        for visit in self.visits:
            visit.blame(cause, time_us)
            visit.asked_us += time_us


class OrderBook:
    """All arrivals of a horizon, and which orders are open.

    ``arrival_us``, ``due_us``, ``lines`` and ``visits`` have shape (orders,); order *k* is row *k*.
    """

    def __init__(self, spec: OrdersSpec, floor: Floor, seed: int, start_hour: float, horizon_us: Us, log: Log) -> None:
        self._spec, self._bays, self._seed, self._log = spec, floor.bays, seed, log
        self._from_south_m = floor.y_m[floor.bays]
        self.arrival_us = self._arrivals(start_hour, horizon_us)
        self.due_us = self.arrival_us + round(spec.due_min * MINUTE_US)
        self.lines = self._lines()
        self.visits = np.maximum(1, np.floor(self.lines / spec.lines_a_visit + 0.5).astype(np.int64))
        self.visits = np.minimum(self.visits, self.lines)
        self._first_visit = np.cumsum(self.visits) - self.visits
        self._service_us, self._pods = self._draw_visits()
        self._open: dict[int, dict[int, Visit]] = {}
        self.done = 0

    @property
    def open(self) -> int:
        """Orders that have arrived and are not complete."""
        return len(self._open)

    def arrival(self, order: int) -> Arrival:
        """Order number *order* with its visits, made afresh."""
        first, count = int(self._first_visit[order]), int(self.visits[order])
        numbers = range(first, first + count)
        due, asked = int(self.due_us[order]), int(self.arrival_us[order])
        share = _shares(int(self.lines[order]), count)
        visits = tuple(
            Visit(n, order, lines, int(self._service_us[n]), tuple(self._pods[n].tolist()), asked, due)
            for n, lines in zip(numbers, share, strict=True)
        )
        return Arrival(order, asked, due, int(self.lines[order]), visits)

    def start(self, clock: Clock, on_arrival: Callable[[Arrival], None]) -> None:
        """Call *on_arrival* for each order at its time; the order is open from then on."""

        def arrive(order: int) -> None:
            arrival = self.arrival(order)
            self.enter(arrival)
            on_arrival(arrival)
            wait(order + 1)

        def wait(order: int) -> None:
            if order < len(self.arrival_us):
                clock.at(int(self.arrival_us[order]), "orders/arrival", lambda: arrive(order), EARLY)

        wait(0)

    def enter(self, arrival: Arrival) -> None:
        """Open an order."""
        self._open[arrival.order] = {visit.number: visit for visit in arrival.visits}
        self._log.one(
            "order_in",
            time=arrival.time_us,
            order=arrival.order,
            lines=arrival.lines,
            visits=len(arrival.visits),
            due=arrival.due_us,
        )

    def served(self, visit: Visit, now_us: Us) -> bool:
        """A visit of an open order has been served; True when that completes the order."""
        del self._open[visit.order][visit.number]
        if self._open[visit.order]:
            return False
        del self._open[visit.order]
        self.done += 1
        self._write("order_out", visit, now_us, lateness_us=now_us - visit.due_us)
        return True

    def finish(self, now_us: Us, settle: Callable[[Visit], object]) -> None:
        """Write every open order with what has delayed it; *settle* charges a visit for its wait up to now."""
        for visits in self._open.values():
            for visit in visits.values():
                settle(visit)
            self._write("order_open", max(visits.values(), key=_delay_us), now_us)

    def _write(self, table: str, visit: Visit, now_us: Us, **fields: Us) -> None:
        whole = now_us - int(self.arrival_us[visit.order])
        attack_us = min(visit.attack_us, whole)
        containment_us = min(visit.containment_us, whole - attack_us)
        fields |= {"attack_us": attack_us, "containment_us": containment_us}
        self._log.one(table, time=now_us, order=visit.order, **fields)

    def fingerprint(self) -> int:
        """Order-free hash of all demand: arrivals, lines, service times and pods."""
        orders = np.arange(len(self.arrival_us), dtype=np.int64)
        visits = np.arange(len(self._service_us), dtype=np.int64)
        mixed = [_mixed(self.arrival_us, orders), _mixed(self.lines, orders), _mixed(self._service_us, visits)]
        mixed += [_mixed(self._pods[:, choice], visits) for choice in range(CHOICES)]
        return sum(int(np.add.reduce(part)) if len(part) else 0 for part in mixed) % (1 << 64)

    def _arrivals(self, start_hour: float, horizon_us: Us) -> Ints:
        """Times of arrival (microseconds), ascending."""
        profile = np.array(self._spec.day_profile)
        peak = float(profile.max())
        mean_us = HOUR_US / (self._spec.per_hour * peak)
        gap, keep = (Streams.of(self._seed, ["orders"], purpose) for purpose in ("gap", "keep"))
        count = int(horizon_us / mean_us * 1.1) + 200
        time_us = np.zeros(0)
        while not len(time_us) or time_us[-1] < horizon_us:
            number = np.arange(count, dtype=np.int64)
            time_us = np.cumsum(gap.exponential(np.zeros(count, dtype=np.int64), number, mean_us))
            count *= 2
        number = np.arange(len(time_us), dtype=np.int64)
        hour = np.floor(start_hour + time_us / HOUR_US).astype(np.int64) % 24
        kept = keep.uniform(np.zeros(len(time_us), dtype=np.int64), number) * peak < profile[hour]
        return np.floor(time_us[kept & (time_us < horizon_us)]).astype(np.int64)

    def _lines(self) -> Ints:
        """One plus two geometric counts: a negative binomial with the wanted mean."""
        orders = np.arange(len(self.arrival_us), dtype=np.int64)
        mean = (self._spec.lines_mean - 1.0) / 2.0
        total = np.ones(len(orders), dtype=np.int64)
        if mean > 0.0:
            decay = elementary.log(np.array([mean / (1.0 + mean)]))[0]
            for purpose in ("lines-1", "lines-2"):
                draw = Streams.of(self._seed, ["orders"], purpose).uniform(np.zeros_like(orders), orders)
                total += np.floor(elementary.log(draw) / decay).astype(np.int64)
        return total

    def _ranking(self) -> Ints:
        """Bays by popularity of their pods: popular ones tend to stand near the stations, as slotting puts them."""
        number = np.arange(len(self._bays), dtype=np.int64)
        luck = Streams.of(self._seed, ["pods"], "ranking").uniform(np.zeros_like(number), number)
        return np.argsort(self._from_south_m + luck * self._from_south_m.max(), kind="stable").astype(np.int64)

    def _draw_visits(self) -> tuple[Ints, Ints]:
        """Service times (microseconds, shape (visits,)) and places of pods, shape (visits, choices)."""
        order = np.repeat(np.arange(len(self.visits), dtype=np.int64), self.visits)
        number = np.arange(len(order), dtype=np.int64)
        lines = self.lines[order] / self.visits[order]
        draw = Streams.of(self._seed, ["visits"], "service").normal(np.zeros_like(number), number)
        service_s = _lognormal(draw, lines * self._spec.line_s, self._spec.line_cv / np.sqrt(lines))
        ranks = zipf_shares(len(self._bays), self._spec.popularity)
        rank_to_bay = self._bays[self._ranking()]
        pods = np.empty((len(number), CHOICES), dtype=np.int64)
        for choice in range(CHOICES):
            uniform = Streams.of(self._seed, ["visits"], f"pod-{choice}").uniform(np.zeros_like(number), number)
            pods[:, choice] = rank_to_bay[np.minimum(np.searchsorted(ranks, uniform), len(ranks) - 1)]
        return np.maximum(SECOND_US, np.floor(service_s * SECOND_US).astype(np.int64)), pods


def zipf_shares(count: int, exponent: float) -> Floats:
    """Cumulative shares of ranks 1 to *count* under Zipf's law, shape (count,), the last one 1."""
    rank = np.arange(1, count + 1, dtype=np.float64)
    total = np.cumsum(elementary.exp(-exponent * elementary.log(rank)))
    shares: Floats = total / total[-1]
    return shares


def _lognormal(normal: Floats, mean: Floats, cv: Floats) -> Floats:
    variance = elementary.log(1.0 + cv * cv)
    return elementary.exp(elementary.log(mean) - variance / 2.0 + np.sqrt(variance) * normal)


def _delay_us(visit: Visit) -> Us:
    return visit.attack_us + visit.containment_us


def _shares(lines: int, visits: int) -> list[int]:
    return [(lines + k) // visits for k in range(visits)]


def _mixed(values: Ints, number: Ints) -> Keys:
    return bits(bits(values.astype(np.uint64), number), 0)
