"""Finite sources: V9, a repair crew for a few machines, and V10, the chargers of a whole fleet.

Members are away for an exponential time and then need one of a few servers. The crew is the analysts' line, the
chargers are the fleet's. Expected is the steady state of the birth and death process.

Sources: L. Kleinrock, Queueing Systems I (1975), 3.7 and 3.8 (machine repair); C. Palm 1947.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.units import HOUR_US, Us
from twin.lab.verify import formulas
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact, within
from twin.lab.verify.driving import Members, Passage, circulate
from twin.lab.verify.interval import Span
from twin.lab.verify.lines import Analysts, ChargerBank, Queue
from twin.lab.verify.occupancy import binomial, occupancy, strayed
from twin.lab.verify.sampling import until_narrow

_ROUNDS = 10_000
"""Rounds of all members together in a replication."""
_FEWEST_CYCLES = 50
_SPREAD = 7.0
"""Rounds that a member may be ahead of the mean, in roots of the mean."""
_PATIENCE = 3.0
"""Longest wait, in mean times in which the servers serve every member once."""
_LEAST_IDLE = 0.001
"""Idle share of the servers below which it is too rare to have an interval: their use is held to this closeness."""
_FEWEST_WAITING = 0.002
"""Mean number waiting below which waits are too rare to be measured."""
_TELLING = 0.05
"""Chance of being at or below a level from which on the level tells something of its own."""
_FINE = 0.0001
"""Half width of a mean wait that will do off the table, in mean services."""


class Source(NamedTuple):
    """*members* that are away for *away_h* and served for *service_h* (means) by *servers*.

    The first *warm_cycles* mean cycles of a member do not count.
    """

    members: int
    away_h: float
    service_h: float
    servers: int
    warm_cycles: int = 4

    @property
    def cycle_h(self) -> float:
        """Mean time of a round without waiting."""
        return self.away_h + self.service_h

    @property
    def cycles(self) -> int:
        """Length of a replication, in mean cycles of one member, the beginning included."""
        return self.warm_cycles + max(_FEWEST_CYCLES, _ROUNDS // self.members)

    def window(self) -> tuple[Us, Us]:
        """When counting begins and ends."""
        cycle_us = self.cycle_h * HOUR_US
        return round(self.warm_cycles * cycle_us), round(self.cycles * cycle_us)

    def over_us(self) -> Us:
        """When even who came last in the window has surely begun: who has not is not seen to have waited."""
        turns_h = _PATIENCE * self.members * self.service_h / self.servers
        return self.window()[1] + round(turns_h * HOUR_US)


class Use(NamedTuple):
    """What a finite source is measured by."""

    away: float
    served: float
    waiting: float
    begun_per_h: float


def members_of(seed: int, entity: str, source: Source, stations: int = 1) -> Members:
    """Keyed draws for each member, more rounds than fit into the window."""
    rounds = source.cycles + int(_SPREAD * source.cycles**0.5) + 10
    member, turn = np.divmod(np.arange(source.members * rounds), rounds)
    names = [f"{entity}/{number}" for number in range(source.members)]
    away, service, station = (
        Streams.of(seed, names, purpose).exponential(member, turn, mean)
        if mean
        else Streams.of(seed, names, purpose).integers(member, turn, 0, stations)
        for purpose, mean in (
            ("away", source.away_h * HOUR_US),
            ("service", source.service_h * HOUR_US),
            ("station", 0.0),
        )
    )
    shape = (source.members, rounds)
    return Members(*(each.astype(np.int64).reshape(shape) for each in (away, service, station)))


def use_of(passage: Passage, source: Source) -> Use:
    """Time averages over the window."""
    first, last = source.window()

    def mean(begins: Ints, ends: Ints) -> float:
        return float((ends.clip(first, last) - begins.clip(first, last)).sum()) / (last - first)

    served, waiting = mean(passage.began_us, passage.ended_us), mean(passage.came_us, passage.began_us)
    begun = int(((passage.began_us >= first) & (passage.began_us < last)).sum())
    return Use(source.members - served - waiting, served, waiting, begun * HOUR_US / (last - first))


def controls_of(members: Members, source: Source) -> list[float]:
    """How far the members would have strayed from their law if nobody had waited."""
    rounds = np.stack([members.away_us, members.service_us], axis=2).reshape(source.members, -1).cumsum(axis=1)
    free = occupancy(rounds[:, 0::2].ravel(), rounds[:, 1::2].ravel(), *source.window())
    chances = binomial(source.members, source.service_h / source.cycle_h)
    near = max(1, round(source.servers / 10))
    levels = sorted({0, *(source.servers + step * near for step in (-2, -1, 0, 1))})
    # Where fewer are hardly ever served, the number above a level says what the number above none says already.
    told = [level for level in levels if level == 0 or sum(chances[: level + 1]) >= _TELLING]
    return strayed(free, chances, [level for level in told if 0 <= level < source.members])


class FiniteSource(Case):
    """A finite source: what it is, the queue it comes to, and what is found."""

    @abstractmethod
    def sources(self, inputs: Inputs) -> list[Source]:
        """The sources that are held to their steady states."""

    def refuse(self, inputs: Inputs) -> None:
        """Somebody must wait, and no more servers than members."""
        for source in self.sources(inputs):
            if source.servers >= source.members:
                raise ValueError(f"{source.servers} servers for {source.members} members: nobody would ever wait")
            waiting = formulas.finite_source(*source[:4]).waiting
            if waiting < _FEWEST_WAITING:
                raise ValueError(
                    f"with {source.servers} servers {waiting:.2g} wait on average, too rare to measure; "
                    f"{_FEWEST_WAITING:g} is enough"
                )

    def spans(self, source: Source, queue: type[Queue], seed: int) -> tuple[Span, Span, Span, Span]:
        """Availability, throughput an hour, use of servers, mean wait (h)."""

        def replicate(number: int) -> tuple[list[float], list[float]]:
            members = members_of(seed, f"{type(self).__name__}-{source.servers}/{number}", source)
            passage = circulate(_fresh(queue, source.servers), members, source.over_us())
            use = use_of(passage, source)
            results = [use.away / source.members, use.begun_per_h, use.served / source.servers]
            return [*results, use.waiting / use.begun_per_h], controls_of(members, source)

        away, throughput, busy, wait = until_narrow(replicate, [0.0, 0.0, 0.0, _FINE * source.service_h])
        return away, throughput, busy, wait


def used(quantity: str, expected: float, span: Span) -> Finding:
    """A finding on the use of servers; servers that are hardly ever idle show no spread, and get a tolerance."""
    if 1.0 - expected < _LEAST_IDLE:
        return exact(quantity, "", expected, span.mean, _LEAST_IDLE)
    return within(quantity, "", expected, span)


def _fresh(queue: type[Queue], servers: int) -> Queue:
    return Analysts(servers) if queue is Analysts else ChargerBank(servers)


class RepairCrew(FiniteSource):
    """V9."""

    title = "Finite source: a repair crew for ten machines"
    source = "Machine repair, birth and death: L. Kleinrock, Queueing Systems I, 3.8"
    model = "twin.lab.queue.Line"
    inputs = {
        "machines": Input(10, "", "machines", 2, 400, whole=True),
        "up_h": Input(8.0, "h", "mean time between failures", 1e-2, 1e5),
        "repair_h": Input(2.0, "h", "mean repair", 1e-3, 1e4),
        "crew": Input(3, "", "repairs at a time", 1, 100, whole=True),
    }

    def sources(self, inputs: Inputs) -> list[Source]:
        """One crew."""
        return [Source(int(inputs["machines"]), inputs["up_h"], inputs["repair_h"], int(inputs["crew"]))]

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Availability, throughput, use of the crew, wait."""
        (source,) = self.sources(inputs)
        steady = formulas.finite_source(*source[:4])
        away, throughput, busy, wait = self.spans(source, Analysts, seed)
        up = 1.0 - (steady.served + steady.waiting) / source.members
        return [
            within("availability", "", up, away),
            within("repairs begun", "1/h", steady.throughput, throughput),
            used("use of the crew", steady.served / source.servers, busy),
            within("mean wait for the crew", "h", steady.waiting / steady.throughput, wait, _FINE * source.service_h),
        ]


class FleetChargers(FiniteSource):
    """V10."""

    title = "Finite source at hub scale: chargers of a fleet"
    source = "Machine repair, birth and death: L. Kleinrock, Queueing Systems I, 3.8"
    model = "twin.plant.chargers.Chargers"
    inputs = {
        "robots": Input(200, "", "robots", 2, 400, whole=True),
        "run_h": Input(8.0, "h", "mean time between charges", 1e-2, 1e4),
        "charge_h": Input(1.0, "h", "mean charge", 1e-3, 1e3),
        "chargers_1": Input(30, "", "chargers", 1, 200, whole=True),
        "chargers_2": Input(25, "", "chargers, the other hub", 1, 200, whole=True),
    }

    def sources(self, inputs: Inputs) -> list[Source]:
        """Two hubs that differ in chargers."""
        counts = (int(inputs["chargers_1"]), int(inputs["chargers_2"]))
        return [Source(int(inputs["robots"]), inputs["run_h"], inputs["charge_h"], count) for count in counts]

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Use of the chargers and mean wait, for each hub."""
        found: list[Finding] = []
        for source in self.sources(inputs):
            steady = formulas.finite_source(*source[:4])
            _, _, busy, wait = self.spans(source, ChargerBank, seed)
            scaled = Span(60.0 * wait.mean, 60.0 * wait.low, 60.0 * wait.high, wait.n)
            mean_min = 60.0 * steady.waiting / steady.throughput
            found.append(used(f"use of {source.servers} chargers", steady.served / source.servers, busy))
            found.append(
                within(
                    f"mean wait for {source.servers} chargers", "min", mean_min, scaled, 60.0 * _FINE * source.service_h
                )
            )
        return found
