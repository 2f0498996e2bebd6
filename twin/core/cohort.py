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
from twin.core.units import SECOND_US, Us

_MANY = 1 << 12
"""From so many members on a cohort looks up who can be due, instead of asking everybody."""
AHEAD_US: Us = 60 * SECOND_US
"""How far a smaller cohort looks ahead at once: its windows are then cut out of what it knows."""


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
        self._known = Due(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
        self._known_from_us = self._known_to_us = 0
        many = len(self.period_us) >= _MANY and bool((self.period_us == self.period_us[0]).all())
        self._common_us: Us = int(self.period_us[0]) if many else 0
        if many:
            place = self.phase_us % self._common_us
            self._by_place: Ints = place.argsort(kind="stable")
            self._places: Ints = place[self._by_place]

    def due(self, from_us: Us, to_us: Us) -> Due:
        """Every action with ``from_us <= time < to_us``, ordered by member, then time."""
        if len(self.period_us) >= _MANY or to_us - from_us > AHEAD_US // 2:
            return self._find(from_us, to_us)
        if not self._known_from_us <= from_us <= to_us <= self._known_to_us:
            self._known = self._find(from_us, from_us + AHEAD_US)
            self._known_from_us, self._known_to_us = from_us, from_us + AHEAD_US
        known = self._known
        inside = ((known.time_us >= from_us) & (known.time_us < to_us)).nonzero()[0]
        return Due(known.member.take(inside), known.occurrence.take(inside), known.time_us.take(inside))

    def _find(self, from_us: Us, to_us: Us) -> Due:
        """:meth:`due`, worked out."""
        near = self._near(from_us, to_us)
        if near is None:
            return self._due(from_us, to_us, self.period_us, self.phase_us, self._latest_us)
        return self._due(from_us, to_us, self._common_us, self.phase_us[near], self._latest_us[near], near)

    def _near(self, from_us: Us, to_us: Us) -> Ints | None:
        """Members of a large cohort of one period that can be due in the window, in order; None for all."""
        period = self._common_us
        earliest = from_us - (int(self._reach_us[0]) if period else 0)
        if not period or to_us - earliest >= period:
            return None
        low, high = self._places.searchsorted((earliest % period, to_us % period)).tolist()
        if earliest % period <= to_us % period:
            near = self._by_place[low:high]
        else:
            near = np.concatenate((self._by_place[low:], self._by_place[:high]))
        return np.sort(near) if (near[1:] < near[:-1]).any() else near

    def _due(
        self, from_us: Us, to_us: Us, period_us: Ints | Us, phase_us: Ints, latest_us: Ints, near: Ints | None = None
    ) -> Due:
        """The actions of the members *near* (all for None), whose periods, phases and latest times are given."""
        first = np.maximum(0, -((latest_us - from_us) // period_us))
        count = np.maximum(0, (to_us - 1 - phase_us) // period_us - first + 1)
        busy = count.nonzero()[0]
        place, occurrence = busy, first[busy]
        each = count[busy]
        if (each > 1).any():
            place = busy.repeat(each)
            occurrence = (occurrence - each.cumsum() + each).repeat(each)
            occurrence += np.arange(len(place), dtype=np.int64)
        time_us = phase_us[place] + occurrence * (self._common_us or self.period_us[place])
        member = place if near is None else near[place]
        if not self.jitter:
            return Due(member, occurrence, time_us)
        time_us += (self.streams.uniform(member, occurrence) * self._reach_us[member]).astype(np.int64)
        inside = ((time_us >= from_us) & (time_us < to_us)).nonzero()[0]
        return Due(member[inside], occurrence[inside], time_us[inside])
