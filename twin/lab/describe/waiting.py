"""Two queues in closed form: how busy servers are and how long one waits, before anything is run.

They assume exponential times and one line, so they say how a site is sized, not how a day goes: a run has a day
profile, a line a station, and robots in each other's way.

Sources: A. K. Erlang, Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges (1917), formula C; D. Gross, C. Harris, Fundamentals of Queueing Theory (1998), section 2.7 (finite source,
the machine repair problem).
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Wait(NamedTuple):
    """How a queue does: share of servers that are busy, mean wait before service (h), infinite where it never ends."""

    use: float
    mean_h: float


def erlang_c(servers: int, offered: float) -> float:
    """Chance to wait with *servers* and *offered* load (erlang): arrivals an hour times hours of service.

    >>> round(erlang_c(2, 1.0), 4)
    0.3333
    """
    if offered >= servers:
        return 1.0
    blocked = 1.0
    for server in range(1, servers + 1):
        blocked = offered * blocked / (server + offered * blocked)
    return blocked / (1.0 - (1.0 - blocked) * offered / servers)


def open_line(servers: int, per_h: float, service_h: float) -> Wait:
    """M/M/c: *per_h* arrivals an hour from an endless crowd before *servers*."""
    use = per_h * service_h / servers
    if use >= 1.0:
        return Wait(use, math.inf)
    return Wait(use, erlang_c(servers, per_h * service_h) * service_h / (servers * (1.0 - use)))


def finite_source(servers: int, customers: int, away_h: float, service_h: float) -> Wait:
    """M/M/c//N: *customers* who each stay *away_h* hours, then want *service_h* hours of one of *servers*."""
    weights = [1.0]
    for here in range(1, customers + 1):
        weights.append(weights[-1] * (customers - here + 1) / min(here, servers) * service_h / away_h)
    total = math.fsum(weights)
    chance = [weight / total for weight in weights]
    waiting = math.fsum((here - servers) * p for here, p in enumerate(chance) if here > servers)
    busy = math.fsum(min(here, servers) * p for here, p in enumerate(chance))
    served_per_h = busy / service_h
    return Wait(busy / servers, waiting / served_per_h)
