"""Demand: every order of a horizon, drawn up front, and what each visit to a pod will need.

Arrivals are a Poisson process thinned by the day's profile. On top of it **batches** drop: so many orders at one
moment of the day, due by a cut-off (a carrier's collection). An order has lines (one plus a negative binomial count
with two successes), lines are served by pod visits, and articles are popular by Zipf's law: pod *k* of the ranking is
asked for in proportion to ``1 / k ** popularity``. Everything is keyed by the number of the arrival, the order, the
visit or the task, so it depends on the seed alone.

Sources: P. A. W. Lewis, G. S. Shedler, Simulation of nonhomogeneous Poisson processes by thinning, Naval Research
Logistics 26 (1979); popularity and lines an order as in WareMax; line time and time a bundle as in RAWSim-O.
"""

from __future__ import annotations

import numpy as np

from twin.core import elementary
from twin.core.chance import Ints, Keys, Streams, bits
from twin.core.elementary import Floats
from twin.core.units import HOUR_US, MINUTE_US, SECOND_US, Us
from twin.plant.floor import Floor
from twin.plant.spec import BatchSpec, OrdersSpec

CHOICES = 8
"""Pods that hold what a visit wants."""
DAY_H = 24


class Pods:
    """Which pods hold what is asked for, by popularity; one draw a visit and choice."""

    def __init__(self, floor: Floor, popularity: float, seed: int) -> None:
        self._seed = seed
        self._shares = zipf_shares(len(floor.bays), popularity)
        self._bay_of_rank = floor.bays[_ranking(floor, seed)]

    def draw(self, entity: str, number: Ints) -> Ints:
        """Bays of pods for visits *number* of *entity*, shape (n, choices), best first."""
        pods = np.empty((len(number), CHOICES), dtype=np.int64)
        for choice in range(CHOICES):
            uniform = Streams.of(self._seed, [entity], f"pod-{choice}").uniform(np.zeros_like(number), number)
            rank = np.minimum(np.searchsorted(self._shares, uniform), len(self._shares) - 1)
            pods[:, choice] = self._bay_of_rank[rank]
        return pods


class Demand:
    """Orders of a horizon, shape (orders,) in order of time, and their visits, shape (visits,).

    ``arrival_us``, ``due_us``, ``lines``, ``visits`` (how many) and ``first_visit`` are by order, ``service_us`` and
    ``pods`` (shape (visits, choices)) by visit.
    """

    def __init__(self, spec: OrdersSpec, pods: Pods, seed: int, start_hour: float, horizon_us: Us) -> None:
        self._spec, self._seed = spec, seed
        self.arrival_us, self.due_us = self._orders(start_hour, horizon_us)
        self.lines = self._lines()
        self.visits = np.maximum(1, np.floor(self.lines / spec.lines_a_visit + 0.5).astype(np.int64))
        self.visits = np.minimum(self.visits, self.lines)
        self.first_visit = np.cumsum(self.visits) - self.visits
        self.service_us = self._services()
        self.pods = pods.draw("visits", np.arange(len(self.service_us), dtype=np.int64))

    def fingerprint(self) -> int:
        """Order-free hash of arrivals, lines, service times and pods."""
        orders = np.arange(len(self.arrival_us), dtype=np.int64)
        visits = np.arange(len(self.service_us), dtype=np.int64)
        mixed = [_mixed(self.arrival_us, orders), _mixed(self.lines, orders), _mixed(self.service_us, visits)]
        mixed += [_mixed(self.pods[:, choice], visits) for choice in range(CHOICES)]
        return sum(int(np.add.reduce(part)) if len(part) else 0 for part in mixed) % (1 << 64)

    def _orders(self, start_hour: float, horizon_us: Us) -> tuple[Ints, Ints]:
        """Times of arrival, ascending, and due times (microseconds)."""
        single = self._arrivals(start_hour, horizon_us)
        dropped = [_drops(batch, start_hour, horizon_us) for batch in self._spec.batches]
        arrival = np.concatenate([single, *(times for times, _ in dropped)])
        due = np.concatenate([single + round(self._spec.due_min * MINUTE_US), *(due for _, due in dropped)])
        order = np.argsort(arrival, kind="stable")
        return arrival[order], due[order]

    def _arrivals(self, start_hour: float, horizon_us: Us) -> Ints:
        """Times of single arrivals (microseconds), ascending."""
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
        hour = np.floor(start_hour + time_us / HOUR_US).astype(np.int64) % DAY_H
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

    def _services(self) -> Ints:
        """Service times (microseconds): lognormal, the sum of so many lines in mean and variance."""
        order = np.repeat(np.arange(len(self.visits), dtype=np.int64), self.visits)
        number = np.arange(len(order), dtype=np.int64)
        lines = self.lines[order] / self.visits[order]
        draw = Streams.of(self._seed, ["visits"], "service").normal(np.zeros_like(number), number)
        service_s = _lognormal(draw, lines * self._spec.line_s, self._spec.line_cv / np.sqrt(lines))
        return np.maximum(SECOND_US, np.floor(service_s * SECOND_US).astype(np.int64))


def _drops(batch: BatchSpec, start_hour: float, horizon_us: Us) -> tuple[Ints, Ints]:
    """Times at which *batch* drops within the horizon, once an order, and the cut-off of each (microseconds)."""
    first_us = round((batch.at_hour - start_hour) % DAY_H * HOUR_US)
    days = np.arange(first_us, horizon_us, DAY_H * HOUR_US, dtype=np.int64)
    arrival = np.repeat(days, batch.orders)
    return arrival, arrival + round(batch.due_h * HOUR_US)


def _ranking(floor: Floor, seed: int) -> Ints:
    """Bays by popularity of their pods: popular ones tend to stand near pick stations, as slotting puts them."""
    number = np.arange(len(floor.bays), dtype=np.int64)
    luck = Streams.of(seed, ["pods"], "ranking").uniform(np.zeros_like(number), number)
    rows = np.unique(floor.y_m[floor.door[floor.slots.ravel()]])
    away_m = np.abs(floor.y_m[floor.bays][:, None] - rows).min(axis=1)
    return np.argsort(away_m + luck * away_m.max(), kind="stable").astype(np.int64)


def zipf_shares(count: int, exponent: float) -> Floats:
    """Cumulative shares of ranks 1 to *count* under Zipf's law, shape (count,), the last one 1."""
    rank = np.arange(1, count + 1, dtype=np.float64)
    total = np.cumsum(elementary.exp(-exponent * elementary.log(rank)))
    shares: Floats = total / total[-1]
    return shares


def _lognormal(normal: Floats, mean: Floats, cv: Floats) -> Floats:
    variance = elementary.log(1.0 + cv * cv)
    return elementary.exp(elementary.log(mean) - variance / 2.0 + np.sqrt(variance) * normal)


def _mixed(values: Ints, number: Ints) -> Keys:
    return bits(bits(values.astype(np.uint64), number), 0)
