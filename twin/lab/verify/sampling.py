"""Replications until every interval is narrow enough, and the draws of a queue with what is known about them.

A queue near saturation remembers for long: the noise of a mean falls with the number of *relaxation times* that were
seen, and one relaxation time is about 4 / (1 - rho)^2 customers. Lengths are given in it, and the first part of each
replication, in which the empty start is forgotten, is left out.

The controls of a replication are the mean steps of the queue's random walk (service less time between arrivals) and
the mean squares of its sums over windows of several lengths: known from mean and variance of what was drawn.

Sources: J. W. Cohen, The Single Server Queue (1982), on relaxation times; A. M. Law, Simulation Modeling and Analysis,
5th ed., section 9.5 (sequential procedures) and 11.4 (control variates).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.elementary import Floats
from twin.core.units import SECOND_US
from twin.lab.verify.base import LEVEL, WIDEST
from twin.lab.verify.interval import Span, controlled

FIRST, MORE, MOST = 24, 8, 480
"""Replications at first, at a time afterwards, and at most."""
_NARROW = 0.95
"""Share of the widest interval that is aimed at: the value it is compared with is the measured one."""
WARM_RELAXATIONS = 5
LONG_RELAXATIONS = 120
_WINDOWS = (1, 8, 64)
"""Parts of a relaxation time over which sums are squared."""

Replicate = Callable[[int], tuple[list[float], list[float]]]
"""Results and controls of one replication, by its number."""


class Law(NamedTuple):
    """A law of service times: *mean* (s) and coefficient of variation; 0 is constant, lognormal unless *memoryless*."""

    mean_s: float
    cv: float
    memoryless: bool = False

    def draw(self, seed: int, entity: str, count: int) -> Floats:
        """*count* times (s)."""
        member, number = np.zeros(count, dtype=np.int64), np.arange(count)
        streams = Streams.of(seed, [entity], "service")
        if self.memoryless:
            return streams.exponential(member, number, self.mean_s)
        if self.cv == 0.0:
            return np.full(count, self.mean_s)
        return streams.lognormal(member, number, self.mean_s, self.cv)


def memoryless(mean_s: float) -> Law:
    """Exponential service."""
    return Law(mean_s, 1.0, memoryless=True)


class Traffic(NamedTuple):
    """Customers of one replication: when they come, how long they take (us), and the controls."""

    came_us: Ints
    service_us: Ints
    controls: list[float]


def relaxation(utilisation: float) -> float:
    """Customers after which a queue at *utilisation* (below 1) has forgotten most of what it was."""
    return 4.0 / (1.0 - utilisation) ** 2


def traffic(seed: int, entity: str, arrivals_per_s: float, law: Law, servers: int, warm: int, count: int) -> Traffic:
    """Poisson arrivals and services by *law*: *warm* + *count* customers, controls over the last *count*."""
    gaps = Streams.of(seed, [entity], "gap").exponential(
        np.zeros(warm + count, dtype=np.int64), np.arange(warm + count), 1.0 / arrivals_per_s
    )
    takes = law.draw(seed, entity, warm + count)
    came_us = np.rint(np.cumsum(gaps) * SECOND_US).astype(np.int64)
    steps = takes[warm:] / servers - gaps[warm:]
    mean = law.mean_s / servers - 1.0 / arrivals_per_s
    variance = (law.cv * law.mean_s / servers) ** 2 + 1.0 / arrivals_per_s**2
    utilisation = arrivals_per_s * law.mean_s / servers
    controls = [float(gaps[warm:].mean()) * arrivals_per_s - 1.0]
    if law.cv > 0.0:
        controls.append(float(takes[warm:].mean()) / law.mean_s - 1.0)
    walk = np.cumsum(steps) - mean * np.arange(1, count + 1)
    for part in _WINDOWS:
        window = max(1, round(relaxation(utilisation) / part))
        if window < count:
            moves = walk[window:] - walk[:-window]
            controls.append(float((moves * moves).mean()) / (window * variance) - 1.0)
    return Traffic(came_us, np.rint(takes * SECOND_US).astype(np.int64), controls)


def until_narrow(replicate: Replicate, enough: Sequence[float] = ()) -> list[Span]:
    """Intervals of all results of *replicate*, over as many replications as they need to be narrow.

    A half width of *enough*, one for each result, will do where 2 % of the value would be less.
    """
    results, controls = list[list[float]](), list[list[float]]()
    while True:
        for number in range(len(results), len(results) + (MORE if results else FIRST)):
            result, known = replicate(number)
            results.append(result)
            controls.append(known)
        columns = np.array(results).T
        spans = [controlled(column.tolist(), np.array(controls), LEVEL) for column in columns]
        widest = [
            max(WIDEST * abs(s.mean), least) for s, least in zip(spans, enough or [0.0] * len(spans), strict=True)
        ]
        if len(results) >= MOST or all(s.half_width <= _NARROW * w for s, w in zip(spans, widest, strict=True)):
            return spans
