"""Closed forms of queueing: what is expected. Nothing here simulates.

Sources: L. Kleinrock, Queueing Systems I (1975): M/M/c in 3.5, loss in 3.6, finite source in 3.7 to 3.8, M/G/1
(Pollaczek-Khinchine) in 5.6; A. Cobham, Priority assignment in waiting line problems, Operations Research 2 (1954);
M. Reiser, S. S. Lavenberg, Mean-value analysis of closed multichain queuing networks, Journal of the ACM 27 (1980).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple


def erlang_b(load: float, servers: int) -> float:
    """Share of arrivals that is lost at *servers* servers without a queue and *load* erlang."""
    lost = 1.0
    for count in range(1, servers + 1):
        lost = load * lost / (count + load * lost)
    return lost


def erlang_c(load: float, servers: int) -> float:
    """Share of arrivals that waits at *servers* servers and *load* erlang, less than *servers*."""
    lost = erlang_b(load, servers)
    return lost / (1.0 - load / servers * (1.0 - lost))


def wait_many_servers(arrivals: float, services: float, servers: int) -> float:
    """Mean wait of M/M/c, in the time unit of the two rates."""
    return erlang_c(arrivals / services, servers) / (servers * services - arrivals)


def wait_longer(arrivals: float, services: float, servers: int, time: float) -> float:
    """Share of customers of M/M/c that waits longer than *time*."""
    return erlang_c(arrivals / services, servers) * exp(-(servers * services - arrivals) * time)


def wait_one_server(arrivals: float, service: float, cv: float) -> float:
    """Mean wait of M/G/1 by Pollaczek and Khinchine."""
    load = arrivals * service
    return load * service * (1.0 + cv * cv) / (2.0 * (1.0 - load))


def waits_by_priority(arrivals: Sequence[float], services: float, servers: int = 1, cv: float = 1.0) -> list[float]:
    """Mean wait of each class, the most urgent first; nobody is interrupted and all classes are served alike.

    With several servers the service must be exponential (*cv* 1).
    """
    load, waits, before = sum(arrivals) / services, list[float](), 0.0
    rest = erlang_c(load, servers) / (servers * services) * (1.0 + cv * cv) / 2.0
    for rate in arrivals:
        after = before + rate / services / servers
        waits.append(rest / ((1.0 - before) * (1.0 - after)))
        before = after
    return waits


class FiniteSource(NamedTuple):
    """A finite source in its steady state: mean number in service and waiting, and visits a time unit."""

    served: float
    waiting: float
    throughput: float


def finite_source(members: int, away: float, service: float, servers: int) -> FiniteSource:
    """*members* that are away for *away* and served for *service* (exponential means) by *servers*: birth and death."""
    weights = [1.0]
    for inside in range(1, members + 1):
        birth = (members - inside + 1) / away
        weights.append(weights[-1] * birth * service / min(inside, servers))
    total = sum(weights)
    served = sum(weight * min(inside, servers) for inside, weight in enumerate(weights)) / total
    waiting = sum(weight * max(0, inside - servers) for inside, weight in enumerate(weights)) / total
    return FiniteSource(served, waiting, served / service)


def mean_value_analysis(members: int, away: float, demands: Sequence[float]) -> float:
    """Throughput of a closed network by exact mean value analysis: *away*, then stations with service *demands*."""
    lines, throughput = [0.0] * len(demands), 0.0
    for inside in range(1, members + 1):
        stays = [demand * (1.0 + line) for demand, line in zip(demands, lines, strict=True)]
        throughput = inside / (away + sum(stays))
        lines = [throughput * stay for stay in stays]
    return throughput
