"""Cohorts: one struct of arrays for a whole population, with exact times inside a window.

A population that repeats itself (telemetry, heartbeats, name look-ups) is a :class:`Beat`: member *m* acts at ``phase
+ n * period + jitter(n)`` for n = 0, 1, 2 ... Asking for the window [from, to) gives every action in it with its
exact time, so the window's length changes nothing but the cost: windows of 1, 10 and 60 s give the same rows.

Sources: the event-cut contract is ours; hybrid time-stepped and event-driven simulation in general: B. P. Zeigler et
al., Theory of Modeling and Simulation, 3rd ed., chapter 9.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.units import Us


@dataclass(frozen=True)
class Due:
    """Actions due in a window, all shape (n,): who, which time of theirs, and when (microseconds)."""

    member: Ints
    occurrence: Ints
    time_us: Ints


@dataclass
class Beat:
    """Members that act periodically with keyed jitter.

    ``period_us`` and ``phase_us`` have shape (members,). ``jitter`` is the share of the period, in [0, 1), by which an
    action may come late; it is drawn from ``streams``, one draw an occurrence.
    """

    period_us: Ints
    phase_us: Ints
    streams: Streams
    jitter: float = 0.0

    def __post_init__(self) -> None:
        self._reach_us: Ints = np.floor(self.jitter * self.period_us).astype(np.int64)
        self._latest_us: Ints = self.phase_us + self._reach_us

    def due(self, from_us: Us, to_us: Us) -> Due:
        """Every action with ``from_us <= time < to_us``, ordered by member, then time."""
        first = np.maximum(0, -((self._latest_us - from_us) // self.period_us))
        count = np.maximum(0, (to_us - 1 - self.phase_us) // self.period_us - first + 1)
        busy = count.nonzero()[0]
        each = count[busy]
        member = busy.repeat(each)
        occurrence = (first[busy] - each.cumsum() + each).repeat(each)
        occurrence += np.arange(len(member), dtype=np.int64)
        time_us = self.phase_us[member] + occurrence * self.period_us[member]
        if not self.jitter:
            return Due(member, occurrence, time_us)
        time_us += (self.streams.uniform(member, occurrence) * self._reach_us[member]).astype(np.int64)
        inside = ((time_us >= from_us) & (time_us < to_us)).nonzero()[0]
        return Due(member[inside], occurrence[inside], time_us[inside])
