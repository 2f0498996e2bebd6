"""The clock: SimPy's environment, in whole microseconds, with ties broken by name.

SimPy orders events of one time by priority and then by insertion. Insertion order is an accident of the code, so the
clock puts a **key** between the two: what happens first at 08:42:10 depends on what it is called, never on which line
of Python asked first. Two things go on the clock: timers (``at``) and processes (``simpy`` generators that sleep with
``sleep``). Populations do not: they are cohorts (:mod:`twin.core.cohort`), each with one timer for all its members.

Sources: SimPy 4 documentation, Time and scheduling; K. Müller, T. Vignaux, SimPy (MIT licence), used as a library.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappush
from typing import Any, Protocol

import simpy
from simpy.core import SimTime
from simpy.events import NORMAL, Event, EventPriority

from twin.core.units import Us

Action = Callable[[], None]

FIRST, EARLY, USUAL, LATE, LAST = (EventPriority(p) for p in (0, 1, 2, 3, 4))
"""Priorities at one time: decisions and attacks act early, motion usually, detectors late, the log's seal last."""


class Cohort(Protocol):
    """A population that owes rows, or state, up to a time."""

    def flush(self, until_us: Us) -> None:
        """Emit and do everything due before *until_us*, and nothing later."""


class Timer(Event):
    """An event that calls one action at one time; ``cancel`` turns it into nothing."""

    key: str

    def __init__(self, clock: Clock, key: str, action: Action) -> None:
        super().__init__(clock)
        self.key = key
        self.action: Action | None = action
        self._ok = True
        self._value = None
        self.arm()

    def arm(self) -> None:
        """Make it ready to be scheduled, for the first time or again."""
        self.callbacks = [self._fire]

    def _fire(self, _: Event) -> None:
        if self.action is not None:
            self.action()

    def cancel(self) -> None:
        """Do nothing when the time comes."""
        self.action = None


class Clock(simpy.Environment):
    """Simulated time, and the only thing in the lab that moves it."""

    def __init__(self) -> None:
        super().__init__(initial_time=0)
        self._cohorts: list[Cohort] = []

    @property
    def now_us(self) -> Us:
        """The time now, in microseconds since the story's start."""
        return int(self._now)

    def schedule(self, event: Event, priority: EventPriority = NORMAL, delay: SimTime = 0) -> None:
        """SimPy's own entry, with the event's key between priority and insertion order."""
        tie = (getattr(event, "key", ""), next(self._eid))
        heappush(self._queue, (self._now + delay, priority, tie, event))  # type: ignore[misc]

    def at(self, when_us: Us, key: str, action: Action, priority: EventPriority = USUAL) -> Timer:
        """Call *action* at *when_us* (never before now)."""
        timer = Timer(self, key, action)
        self.schedule(timer, priority, max(0, when_us - self.now_us))
        return timer

    def after(self, delay_us: Us, key: str, action: Action, priority: EventPriority = USUAL) -> Timer:
        """Call *action* after *delay_us*."""
        return self.at(self.now_us + delay_us, key, action, priority)

    def every(self, period_us: Us, key: str, action: Action, priority: EventPriority = USUAL) -> None:
        """Call *action* at each whole multiple of *period_us* from now on, the first after one period."""

        def beat() -> None:
            action()
            timer.arm()
            self.schedule(timer, priority, period_us)

        timer = self.at((self.now_us // period_us + 1) * period_us, key, beat, priority)

    def sleep(self, delay_us: Us, key: str, priority: EventPriority = USUAL) -> Timer:
        """An event for a process to ``yield``: it resumes after *delay_us*."""
        timer = Timer(self, key, _nothing)
        self.schedule(timer, priority, max(0, delay_us))
        return timer

    def start(self, process: Generator[Event, Any, Any]) -> simpy.Process:
        """Run a SimPy process."""
        return self.process(process)

    def attach(self, cohort: Cohort) -> None:
        """Add a population that :meth:`settle` must bring up to now. Order of attachment is order of flushing."""
        self._cohorts.append(cohort)

    def settle(self) -> None:
        """Bring every cohort up to now: call it **before** changing anything that a cohort reads.

        This is the contract that makes windows invisible: whatever happened before now was decided under the old
        state, whatever happens from now on will be decided under the new one.
        """
        for cohort in self._cohorts:
            cohort.flush(self.now_us)

    def run_until(self, end_us: Us) -> None:
        """Run to *end_us*; events at *end_us* itself are not run."""
        self.run(until=end_us)


def _nothing() -> None:
    return None
