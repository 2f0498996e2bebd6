"""Simulate: ``(site, story, posture, seed, decisions) -> log``, the pure function that the whole lab rests on.

The same five inputs give the same log, byte for byte, in another process and after a restart. The window (how often
cohorts emit) and the progress callback are not inputs: they change nothing.
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
from twin.core.units import SECOND_US, Us, us
from twin.lab.build import Built, build, start
from twin.lab.director import Director
from twin.lab.lifecycle.operations import Operations
from twin.lab.scenario import Decision, Posture, Site, Story
from twin.lab.session import Session
from twin.lab.soc import Desk, Soc
from twin.lab.triggers import Measure
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


def simulate(
    site: Site, story: Story, posture: Posture, seed: int, decisions: Sequence[Decision] = (), *,
    window_s: float = 10.0, progress: Progress | None = None, log: Log | None = None,
) -> Simulated:  # fmt: skip
    """Simulate *story* at *site* under *posture*.

    ``window_s`` is how often cohorts emit at least (no result depends on it);
    ``progress`` is called with the share done.
    """
    if not 0 < window_s <= LONGEST_WINDOW_S:
        raise ValueError(f"a window of {window_s} s: allowed is more than 0, at most {LONGEST_WINDOW_S} s")
    began = time.process_time()
    horizon_us = us(3600 * story.hours)
    log = Log() if log is None else log
    story, drawn = told(story, site, seed)
    built = build(site, story, posture.policy, seed, horizon_us, log, posture.taps)
    write(log, drawn)
    measure = partial(_measured, built, site, story, posture)
    with quiet_collector():
        _simulate(built, story, posture, decisions, horizon_us, us(window_s), progress, measure)
    span = time.process_time() - began
    return Simulated(log, built, story, horizon_us, span)


def _simulate(
    built: Built, story: Story, posture: Posture, decisions: Sequence[Decision], horizon_us: Us, window_us: Us,
    progress: Progress | None, measure: Measure,
) -> None:  # fmt: skip
    world = built.world
    director = Director(world, story, measure)
    session = Session(world, posture.response)
    desk = Desk(world.clock, built.inventory, built.segmentation.zone_of, partial(world.log.one, "triage"))
    soc = Soc(desk, posture.response, session.decide, world.seed)
    session.on_cleaned = [director.cleaned, soc.close]
    watchers = Watchers(
        built, posture.ruleset, [soc.take, lambda _number, _kind, alert: director.alerted(alert.entity)]
    )
    start(built)
    director.start()
    Operations(world, story).start()
    world.clock.attach(world.traffic.listening)
    watchers.start()
    for number, decision in enumerate(decisions):
        _schedule(session, decision, number)
    world.clock.every(window_us, "window", world.clock.settle, LAST)
    if progress:
        world.clock.every(60 * SECOND_US, "~progress", lambda: progress(world.clock.now_us / horizon_us), LATE)
    world.clock.run_until(horizon_us)
    _finish(built, director, horizon_us)


def _measured(built: Built, site: Site, story: Story, posture: Posture, metric: str) -> float | None:
    """*metric* of the run so far: a step of the story may wait for it."""
    from twin.lab.metrics import METRICS
    from twin.lab.metrics.base import Evidence

    world = built.world
    so_far = Evidence(world.log, site, story, posture, built.inventory, world.clock.now_us)
    return METRICS[metric]().measure(so_far)


def _schedule(session: Session, decision: Decision, number: int) -> None:
    def act() -> None:
        if decision.undo is not None:
            session.undo(decision.undo, decision.by, "script")
        elif decision.response is not None:
            session.decide(decision.response, decision.target, decision.by, "script")

    session.world.clock.at(decision.at_us, f"script/{number:05d}", act)


def _finish(built: Built, director: Director, horizon_us: Us) -> None:
    """Bring everything to the end, write what is written at the end, and close the books."""
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
    """Keep the garbage collector away from what lives as long as the run (worth a factor of two at scale)."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
