"""Queues with Poisson arrivals in which everybody waits: V1 to V4, V6 and V7.

The queue of the analysts, the pick stations and the chargers of a run are driven by plain event times, with arrivals
and services from the lab's keyed streams. Means are over customers, or over time where a number of customers is meant.

Sources: L. Kleinrock, Queueing Systems I (1975), chapters 3 and 5.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import NamedTuple

from twin.core.chance import Ints
from twin.core.units import SECOND_US
from twin.lab.verify import formulas
from twin.lab.verify.base import Case, Finding, Input, Inputs, within
from twin.lab.verify.driving import Passage, drive
from twin.lab.verify.lines import Analysts, ChargerBank, PickStations, Queue
from twin.lab.verify.sampling import (
    LONG_RELAXATIONS,
    WARM_RELAXATIONS,
    Law,
    memoryless,
    relaxation,
    traffic,
    until_narrow,
)

HOUR_S = 3600.0
HIGHEST = 0.95
"""Utilisation above which an interval of 2 % takes more customers than anybody waits for."""
RAREST = 0.002
"""Share of customers who must wait: less is too rare to be measured."""
FINE = 0.001
"""Half width that will do off the table, where next to nobody waits: in shares, or of the mean service."""


class Load(NamedTuple):
    """What comes to a queue, and the queue: arrivals a second, the law of service, servers, and a fresh one of it."""

    arrivals_per_s: float
    law: Law
    servers: int
    queue: Callable[[], Queue]

    @property
    def utilisation(self) -> float:
        """Share of the servers' time that is asked for."""
        return self.arrivals_per_s * self.law.mean_s / self.servers

    @property
    def warm(self) -> int:
        """Customers after which the empty start is forgotten."""
        return round(WARM_RELAXATIONS * relaxation(self.utilisation)) + 20 * self.servers


class Seen(NamedTuple):
    """A passage of which the first *warm* customers do not count."""

    passage: Passage
    warm: int

    def wait_s(self) -> float:
        """Mean wait."""
        return float(self._waits_us().mean()) / SECOND_US

    def waiting(self) -> float:
        """Mean number waiting, over time."""
        return self._over_time(self.passage.came_us, self.passage.began_us)

    def inside(self) -> float:
        """Mean number waiting or in service, over time."""
        return self._over_time(self.passage.came_us, self.passage.ended_us)

    def longer(self, than_s: float = 0.0) -> float:
        """Share of customers who wait longer than *than_s*."""
        return float((self._waits_us() > than_s * SECOND_US).mean())

    def _waits_us(self) -> Ints:
        waits: Ints = (self.passage.began_us - self.passage.came_us)[self.warm :]
        return waits

    def _over_time(self, begins: Ints, ends: Ints) -> float:
        first, last = int(self.passage.came_us[self.warm]), int(self.passage.came_us[-1])
        return float((ends.clip(first, last) - begins.clip(first, last)).sum()) / (last - first)


class Quantity(NamedTuple):
    """A quantity of a queue: name, unit, expected value, and how it is measured.

    *enough* is a half width that will do, in *unit*; *scale* is how many measured units make one of *unit*.
    """

    name: str
    unit: str
    expected: float
    measure: Callable[[Seen], float]
    enough: float
    scale: float = 1.0


def observe(entity: str, load: Load, seed: int, quantities: Sequence[Quantity]) -> list[Finding]:
    """Findings for *quantities* of the queue of *load*, replications named after *entity*."""
    warm = load.warm
    count = max(6_000, round(LONG_RELAXATIONS * relaxation(load.utilisation)))

    def replicate(number: int) -> tuple[list[float], list[float]]:
        name = f"{entity}/{number}"
        asked = traffic(seed, name, load.arrivals_per_s, load.law, load.servers, warm, count)
        seen = Seen(drive(load.queue(), asked.came_us, asked.service_us), warm)
        return [quantity.measure(seen) / quantity.scale for quantity in quantities], asked.controls

    spans = until_narrow(replicate, [quantity.enough for quantity in quantities])
    return [within(q.name, q.unit, q.expected, span, q.enough) for q, span in zip(quantities, spans, strict=True)]


def refuse_load(utilisation: float, servers: int = 1) -> None:
    """Raise :class:`ValueError` where a queue has no steady state, or none that can be measured."""
    team = "one server" if servers == 1 else f"{servers} servers"
    asked = f"what comes takes {100 * utilisation:.1f} % of what {team} can do"
    if utilisation >= 1.0:
        raise ValueError(f"{asked}: the queue grows without end; let less come, or serve faster")
    if utilisation > HIGHEST:
        raise ValueError(f"{asked}: such a queue takes too long to measure; stay at or below {100 * HIGHEST:g} %")


def refuse_rare(share: float, what: str, rarest: float = RAREST) -> None:
    """Raise :class:`ValueError` where *share* of customers is too small to be measured."""
    if share < rarest:
        raise ValueError(
            f"{what} happens to {100 * share:.2g} % only, too rare to measure; {100 * rarest:g} % is enough"
        )


class OpenQueue(Case):
    """A queue with Poisson arrivals: what :meth:`load` says comes to it, :meth:`quantities` are held to it."""

    @abstractmethod
    def load(self, inputs: Inputs) -> Load:
        """What comes, and to what."""

    @abstractmethod
    def quantities(self, inputs: Inputs) -> list[Quantity]:
        """What is expected, and how it is measured."""

    def refuse(self, inputs: Inputs) -> None:
        """No queue without a steady state, none in which next to nobody waits."""
        load = self.load(inputs)
        refuse_load(load.utilisation, load.servers)
        refuse_rare(formulas.erlang_c(load.utilisation * load.servers, load.servers), "waiting")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Replications until the intervals are narrow."""
        return observe(type(self).__name__, self.load(inputs), seed, self.quantities(inputs))


class OneAnalyst(OpenQueue):
    """V1."""

    title = "M/M/1: one analyst"
    source = "L. Kleinrock, Queueing Systems I, 3.2: Wq = rho / (mu - lambda)"
    model = "twin.lab.queue.Line"
    inputs = {
        "arrivals_per_s": Input(0.9, "1/s", "arrivals, lambda", 1e-6, 1e3),
        "services_per_s": Input(1.0, "1/s", "services of a busy server, mu", 1e-6, 1e3),
    }

    def load(self, inputs: Inputs) -> Load:
        """One server."""
        return Load(inputs["arrivals_per_s"], memoryless(1.0 / inputs["services_per_s"]), 1, lambda: Analysts(1))

    def quantities(self, inputs: Inputs) -> list[Quantity]:
        """Wait, and the two numbers of customers."""
        arrivals, services = inputs["arrivals_per_s"], inputs["services_per_s"]
        wait = formulas.wait_many_servers(arrivals, services, 1)
        return [
            Quantity("mean wait Wq", "s", wait, Seen.wait_s, FINE / services),
            Quantity("mean number waiting Lq", "", arrivals * wait, Seen.waiting, FINE * arrivals / services),
            Quantity("mean number inside L", "", arrivals * (wait + 1.0 / services), Seen.inside, 0.0),
        ]


class Triage(OpenQueue):
    """V2."""

    title = "M/M/3: analysts of a security operations centre"
    source = "Erlang C; L. Kleinrock, Queueing Systems I, 3.5"
    model = "twin.lab.queue.Line"
    inputs = {
        "arrivals_per_h": Input(12.0, "1/h", "alerts", 1e-3, 1e5),
        "service_min": Input(10.0, "min", "mean triage", 1e-3, 1e4),
        "servers": Input(3, "", "analysts", 1, 50, whole=True),
        "longer_than_min": Input(15.0, "min", "wait that should be rare", 0.0, 1e4),
    }

    def _rates(self, inputs: Inputs) -> tuple[float, float, int]:
        return inputs["arrivals_per_h"], 60.0 / inputs["service_min"], int(inputs["servers"])

    def load(self, inputs: Inputs) -> Load:
        """Analysts of equal skill."""
        servers = int(inputs["servers"])
        law = memoryless(60.0 * inputs["service_min"])
        return Load(inputs["arrivals_per_h"] / HOUR_S, law, servers, lambda: Analysts(servers))

    def quantities(self, inputs: Inputs) -> list[Quantity]:
        """Erlang C, mean wait, number waiting; and long waits, unless they are too rare to be measured."""
        arrivals, services, servers = self._rates(inputs)
        wait, limit = formulas.wait_many_servers(arrivals, services, servers), inputs["longer_than_min"]
        long = formulas.wait_longer(arrivals, services, servers, limit / 60.0)
        about = f"share that waits longer than {limit:g} min"
        rare = [Quantity(about, "", long, lambda seen: seen.longer(60.0 * limit), FINE)] if long >= RAREST else []
        return [*_waits(arrivals, services, servers, wait), *rare]


def _waits(arrivals: float, services: float, servers: int, wait: float) -> list[Quantity]:
    """Share that waits, mean wait and number waiting for rates an hour and the expected *wait* in hours."""
    load = arrivals / services
    return [
        Quantity("share that waits C", "", formulas.erlang_c(load, servers), Seen.longer, FINE),
        Quantity("mean wait Wq", "min", 60.0 * wait, Seen.wait_s, 60.0 * FINE / services, 60.0),
        Quantity("mean number waiting Lq", "", arrivals * wait, Seen.waiting, FINE * load),
    ]


class ManyServers(OpenQueue):
    """Erlang C for rates an hour."""

    line: Callable[[int], Queue]

    def load(self, inputs: Inputs) -> Load:
        """Rates an hour."""
        servers, line = int(inputs["servers"]), type(self).line
        law = memoryless(HOUR_S / inputs["services_per_h"])
        return Load(inputs["arrivals_per_h"] / HOUR_S, law, servers, lambda: line(servers))

    def quantities(self, inputs: Inputs) -> list[Quantity]:
        """Erlang C, mean wait, number waiting."""
        arrivals, services, servers = inputs["arrivals_per_h"], inputs["services_per_h"], int(inputs["servers"])
        wait = formulas.wait_many_servers(arrivals, services, servers)
        return _waits(arrivals, services, servers, wait)


class EightServers(ManyServers):
    """V3."""

    title = "M/M/8: a large team of analysts"
    source = "Erlang C; L. Kleinrock, Queueing Systems I, 3.5"
    model = "twin.lab.queue.Line"
    line = Analysts
    inputs = {
        "arrivals_per_h": Input(60.0, "1/h", "arrivals", 1e-3, 1e5),
        "services_per_h": Input(10.0, "1/h", "services of a busy server", 1e-3, 1e5),
        "servers": Input(8, "", "servers", 1, 50, whole=True),
    }


class ChargersInLine(ManyServers):
    """V4."""

    title = "M/M/5: chargers with one line"
    source = "Erlang C; L. Kleinrock, Queueing Systems I, 3.5"
    model = "twin.plant.chargers.Chargers"
    line = ChargerBank
    inputs = {
        "arrivals_per_h": Input(15.0, "1/h", "robots that come to charge", 1e-3, 1e5),
        "services_per_h": Input(4.0, "1/h", "robots that a charger serves", 1e-3, 1e5),
        "servers": Input(5, "", "chargers", 1, 50, whole=True),
    }


class PickStation(OpenQueue):
    """A pick station: M/G/1 in the order of arrival."""

    model = "twin.plant.stations.Stations"

    def law(self, inputs: Inputs) -> Law:
        """Lognormal service; constant where its variation is 0."""
        return Law(inputs["service_s"], inputs.get("service_cv", 0.0))

    def load(self, inputs: Inputs) -> Load:
        """One pick face."""
        return Load(inputs["arrivals_per_h"] / HOUR_S, self.law(inputs), 1, PickStations)

    def quantities(self, inputs: Inputs) -> list[Quantity]:
        """Mean wait."""
        load = self.load(inputs)
        wait = formulas.wait_one_server(load.arrivals_per_s, load.law.mean_s, load.law.cv)
        return [Quantity("mean wait Wq", "s", wait, Seen.wait_s, FINE * load.law.mean_s)]


_VISITS = Input(300.0, "1/h", "visits to one station", 1e-3, 1e5)
_SERVICE = Input(10.0, "s", "mean service", 1e-3, 1e5)


class ConstantService(PickStation):
    """V6."""

    title = "M/D/1: a pick station with constant service"
    source = "Pollaczek-Khinchine; L. Kleinrock, Queueing Systems I, 5.6"
    inputs = {"arrivals_per_h": _VISITS, "service_s": _SERVICE}


class VariedService(PickStation):
    """V7."""

    title = "M/G/1: a pick station with lognormal, and with exponential service"
    source = "Pollaczek-Khinchine: Wq = rho s (1 + cv^2) / (2 (1 - rho))"
    inputs = {
        "arrivals_per_h": _VISITS,
        "service_s": _SERVICE,
        "service_cv": Input(0.5, "", "coefficient of variation of lognormal service", 0.01, 1.0),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Lognormal as the simulation draws it, then exponential."""
        load = self.load(inputs)
        other = load._replace(law=memoryless(inputs["service_s"]))
        wait = formulas.wait_one_server(load.arrivals_per_s, inputs["service_s"], 1.0)
        (quantity,) = self.quantities(inputs)
        lognormal = quantity._replace(name="mean wait, lognormal service")
        exponential = quantity._replace(name="mean wait, exponential service", expected=wait)
        return [*observe("lognormal", load, seed, [lognormal]), *observe("exponential", other, seed, [exponential])]
