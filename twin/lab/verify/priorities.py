"""Non-preemptive priority: V8, and beyond the table V36 (several servers) and V37 (service that is not exponential).

Two classes come to the analysts' line, the urgent first; nobody is interrupted.

Sources: A. Cobham, Priority assignment in waiting line problems, Operations Research 2 (1954) 70-76, for one server
and, with exponential service alike for all, several; L. Kleinrock, Queueing Systems II (1976), 3.6, for any service.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.units import SECOND_US
from twin.lab.verify import formulas
from twin.lab.verify.base import Case, Finding, Input, Inputs, within
from twin.lab.verify.driving import drive
from twin.lab.verify.lines import Analysts
from twin.lab.verify.open_queues import FINE, Load, refuse_load, refuse_rare
from twin.lab.verify.sampling import LONG_RELAXATIONS, Law, memoryless, relaxation, traffic, until_narrow

_URGENT = Input(0.2, "1/s", "urgent arrivals", 1e-6, 1e3)
_USUAL = Input(0.5, "1/s", "other arrivals", 1e-6, 1e3)
_FEWEST = 0.05
"""Share of all customers that the smaller class must have."""


class _Classes(NamedTuple):
    urgent_per_s: float
    usual_per_s: float
    law: Law
    servers: int


def _waits_by_class(name: str, classes: _Classes, seed: int) -> Callable[[int], tuple[list[float], list[float]]]:
    total = classes.urgent_per_s + classes.usual_per_s
    load = Load(total, classes.law, classes.servers, lambda: Analysts(classes.servers))
    warm = load.warm
    count = max(6_000, round(LONG_RELAXATIONS * relaxation(load.utilisation)))

    def replicate(number: int) -> tuple[list[float], list[float]]:
        entity = f"{name}/{number}"
        asked = traffic(seed, entity, total, classes.law, classes.servers, warm, count)
        share = Streams.of(seed, [entity], "class").uniform(
            np.zeros(warm + count, dtype=np.int64), np.arange(warm + count)
        )
        ranks: Ints = (share * total >= classes.urgent_per_s).astype(np.int64)
        passage = drive(Analysts(classes.servers, ranks.tolist()), asked.came_us, asked.service_us)
        waits, kind = (passage.began_us - passage.came_us)[warm:] / SECOND_US, ranks[warm:]
        mix = float(kind.mean()) / (classes.usual_per_s / total) - 1.0
        return [float(waits[kind == rank].mean()) for rank in (0, 1)], [*asked.controls, mix]

    return replicate


class Priority(Case):
    """Two classes before the analysts' line."""

    model = "twin.lab.queue.Line"
    source = "A. Cobham, Operations Research 2 (1954) 70-76"

    def classes(self, inputs: Inputs) -> _Classes:
        """One server, exponential service."""
        law = memoryless(1.0 / inputs["services_per_s"])
        return _Classes(inputs["urgent_per_s"], inputs["usual_per_s"], law, int(inputs.get("servers", 1)))

    def refuse(self, inputs: Inputs) -> None:
        """Both classes are there, and somebody waits."""
        urgent, usual, law, servers = self.classes(inputs)
        load = (urgent + usual) * law.mean_s
        refuse_load(load / servers, servers)
        refuse_rare(formulas.erlang_c(load, servers), "waiting")
        refuse_rare(min(urgent, usual) / (urgent + usual), "being of the smaller class", _FEWEST)

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Mean wait of each class."""
        classes = self.classes(inputs)
        rates = [classes.urgent_per_s, classes.usual_per_s]
        waits = formulas.waits_by_priority(rates, 1.0 / classes.law.mean_s, classes.servers, classes.law.cv)
        enough = FINE * classes.law.mean_s
        spans = until_narrow(_waits_by_class(type(self).__name__, classes, seed), [enough, enough])
        names = ("mean wait of the urgent W1", "mean wait of the others W2")
        return [within(name, "s", wait, span, enough) for name, wait, span in zip(names, waits, spans, strict=True)]


class OneServer(Priority):
    """V8."""

    title = "M/M/1 with two priorities, nobody interrupted"
    inputs = {
        "urgent_per_s": _URGENT,
        "usual_per_s": _USUAL,
        "services_per_s": Input(1.0, "1/s", "services of a busy server", 1e-6, 1e3),
    }


class SeveralServers(Priority):
    """V36."""

    title = "M/M/3 with two priorities: analysts and severities"
    inputs = {
        "urgent_per_s": Input(0.5, "1/s", "urgent arrivals", 1e-6, 1e3),
        "usual_per_s": Input(1.75, "1/s", "other arrivals", 1e-6, 1e3),
        "services_per_s": Input(1.0, "1/s", "services of a busy server", 1e-6, 1e3),
        "servers": Input(3, "", "servers", 1, 50, whole=True),
    }


class AnyService(Priority):
    """V37."""

    title = "M/G/1 with two priorities: lognormal service"
    source = "L. Kleinrock, Queueing Systems II (1976), 3.6"
    inputs = {
        "urgent_per_s": _URGENT,
        "usual_per_s": _USUAL,
        "service_s": Input(1.0, "s", "mean service", 1e-3, 1e5),
        "service_cv": Input(0.8, "", "its coefficient of variation", 0.01, 1.0),
    }

    def classes(self, inputs: Inputs) -> _Classes:
        """One server, lognormal service."""
        law = Law(inputs["service_s"], inputs["service_cv"])
        return _Classes(inputs["urgent_per_s"], inputs["usual_per_s"], law, 1)
