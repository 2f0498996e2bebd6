"""Live: a run that somebody is in the middle of, which goes on when told to and takes decisions between two moments.

A batch run is a live run that is told once to go on to its end. Where it pauses changes nothing: a decision that is
made while it stands at 08:42:10 is scheduled there under the name that a script's decision would have, before anything
of that moment has happened. So ``simulate`` with the decisions that were made gives the same log, byte for byte, and an
exercise is its inputs and its decisions.

Sources: none; pausing between events is what SimPy's ``run(until=...)`` is for.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from twin.core.clock import LAST, LATE
from twin.core.log import Log
from twin.core.units import SECOND_US, Us, epoch_us, us
from twin.detectors.base import Alert
from twin.lab.build import Built, build, start
from twin.lab.director import Director
from twin.lab.lifecycle.operations import Operations
from twin.lab.scenario import Decision, Posture, Site, Story
from twin.lab.session import Session
from twin.lab.soc.centre import Soc
from twin.lab.soc.desk import Desk, ends_of
from twin.lab.variation import told, write
from twin.lab.watchers import Watchers

Progress = Callable[[float], None]

LONGEST_WINDOW_S = 60.0
"""Poses and room states of the past are kept for a few minutes; windows stay well within."""


@dataclass
class Simulated:
    """What a simulation leaves behind."""

    log: Log
    built: Built
    story: Story
    """The story as the seed told it, without ranges."""
    span_us: Us
    cpu_seconds: float


class Live:
    """One run of *story* at *site* under *posture*, from its start to the moment that it was told to go on to.

    ``decisions`` are known beforehand; :meth:`decide` adds to them. ``window_s`` is how often cohorts emit at least (no
    result depends on it). After :meth:`finish` it is over.
    """

    def __init__(
        self, site: Site, story: Story, posture: Posture, seed: int, decisions: Sequence[Decision] = (), *,
        window_s: float = 10.0, log: Log | None = None,
    ) -> None:  # fmt: skip
        if not 0 < window_s <= LONGEST_WINDOW_S:
            raise ValueError(f"a window of {window_s} s: allowed is more than 0, at most {LONGEST_WINDOW_S} s")
        began = time.process_time()
        self.site, self.posture = site, posture
        self.horizon_us = us(3600 * story.hours)
        self.log = Log() if log is None else log
        self.story, drawn = told(story, site, seed)
        self.built = build(site, self.story, posture.policy, seed, self.horizon_us, self.log, posture.taps)
        write(self.log, drawn)
        self.decisions: list[Decision] = []
        with quiet_collector():
            self._start(decisions, us(window_s))
        self._cpu_s = time.process_time() - began

    @property
    def now_us(self) -> Us:
        """The moment at which it stands: everything before has happened, nothing of the moment itself."""
        return self.built.world.clock.now_us

    def advance(self, until_us: Us) -> None:
        """Go on to *until_us*, or to the story's end where that comes first; what has passed stays passed."""
        until_us = min(until_us, self.horizon_us)
        if until_us > self.now_us:
            began = time.process_time()
            with quiet_collector():
                self.built.world.clock.run_until(until_us)
            self._cpu_s += time.process_time() - began

    def seal(self) -> None:
        """Bring both books up to now, so that whoever reads on finds all that has happened; changes no row."""
        self.built.world.clock.settle()
        self.log.seal(self.now_us)

    def decide(self, decision: Decision) -> Decision:
        """Take *decision* at its time, or now where that has passed; the result says when it was."""
        taken = decision.model_copy(update={"at_us": max(decision.at_us, self.now_us)})
        number = len(self.decisions)
        self.decisions.append(taken)
        self.built.world.clock.at(taken.at_us, f"script/{number:05d}", partial(self._act, taken))
        return taken

    def each_minute(self, tell: Progress) -> None:
        """Tell the share of the story that is done, every simulated minute; draws nothing and writes nothing."""
        clock = self.built.world.clock
        clock.every(60 * SECOND_US, "~progress", lambda: tell(clock.now_us / self.horizon_us), LATE)

    def measure(self, metric: str) -> float | None:
        """*metric* of the run so far; None where it is undefined yet."""
        from twin.lab.metrics import METRICS
        from twin.lab.metrics.base import Evidence

        evidence = Evidence(self.log, self.site, self.story, self.posture, self.built.inventory, self.now_us)
        return METRICS[metric]().measure(evidence)

    def finish(self) -> Simulated:
        """Go on to the end, write what is written at the end, and close the books."""
        self.advance(self.horizon_us)
        began = time.process_time()
        _finish(self.built, self._director, self.horizon_us)
        self._cpu_s += time.process_time() - began
        return Simulated(self.log, self.built, self.story, self.horizon_us, self._cpu_s)

    def _start(self, decisions: Sequence[Decision], window_us: Us) -> None:
        world, posture = self.built.world, self.posture
        self._director = Director(world, self.story, self.measure)
        self._session = Session(world, posture.response)
        desk = Desk(
            world.clock, self.built.inventory, self.built.segmentation.zone_of, partial(self.log.one, "triage"),
            partial(ends_of, self.log), epoch_us(self.story.starts.replace(tzinfo=None)),
        )  # fmt: skip
        soc = Soc(desk, posture.response, self._session, world.seed)
        self._session.on_cleaned = [self._director.cleaned, soc.close]
        self._session.on_settled = [soc.settled]
        watchers = Watchers(self.built, posture.ruleset, [soc.take, self._alerted], epoch_us(self.story.starts))
        start(self.built)
        self._director.start()
        Operations(world, self.story).start()
        world.clock.attach(world.traffic.listening)
        watchers.start()
        for decision in decisions:
            self.decide(decision)
        world.clock.every(window_us, "window", world.clock.settle, LAST)

    def _alerted(self, _number: int, _kind: str, alert: Alert) -> None:
        self._director.alerted(alert.entity)

    def _act(self, decision: Decision) -> None:
        if decision.begin:
            self._director.triggers.call(decision.begin)
        elif decision.undo is not None:
            self._session.undo(decision.undo, decision.by, decision.reason)
        elif decision.response is not None:
            self._session.decide(decision.response, decision.target, decision.by, decision.reason)


def _finish(built: Built, director: Director, horizon_us: Us) -> None:
    world = built.world
    world.clock.settle()
    director.finish()
    world.plant.orders.finish(horizon_us, world.plant.fleet.settle_wait)
    world.plant.fleet.finish()
    world.plant.rooms.finish()
    if world.plant.server_room is not None:
        world.plant.server_room.finish()
    world.traffic.finish(horizon_us)
    world.traffic.listening.finish(horizon_us)
    for source, fingerprint in _fingerprints(built).items():
        world.log.one("exogenous", time=horizon_us, source=source, fingerprint=fingerprint)
    world.log.seal(horizon_us + 1)


def _fingerprints(built: Built) -> dict[str, int]:
    plant = built.world.plant
    return {
        "arrivals": plant.orders.fingerprint(),
        "breakdowns": plant.fleet.fingerprint(),
        "doors": plant.rooms.fingerprint(),
        "people": plant.people.fingerprint(),
    }


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Keep the garbage collector away from what lives as long as the run.

    Nothing is frozen: what a run leaves would be thawed into the oldest generation and, in a process of many runs,
    never looked at again (measured: 4 MB a run of six minutes on the small hub, and no run quicker for it).
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(50_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
