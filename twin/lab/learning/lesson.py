"""A lesson: one benign run, taken down as rows, so that the run itself can be forgotten.

A lesson keeps the numbers of its rows and its patterns in words, not the rows of the log; it can be sent from one
process to another, and joined to other lessons.

Sources: none; the rows are those of :mod:`twin.detectors.learning.features`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from twin.core.log import Columns, Log
from twin.core.names import Names
from twin.core.units import DAY_US, Us, us
from twin.detectors.base import Batch, Watch
from twin.detectors.learning.features import Features
from twin.detectors.learning.federation import Member
from twin.detectors.learning.lessons import Lessons, Notebook
from twin.lab.compare import Job
from twin.lab.run import Run
from twin.lab.scenario import Site
from twin.net.inventory import Inventory
from twin.plant.control import usual_band

READ = ("flow", "reading", "robot_state")
"""Tables that features are made of."""


@dataclass(frozen=True)
class Lesson:
    """What one run taught; ``days`` it covers, ``inventory`` the register it was seen with."""

    inventory: Inventory
    texts: tuple[str, ...]
    lessons: Lessons
    days: float

    def member(self, site: Site) -> Member:
        """The lesson as somebody who learns from it alone."""
        return Member(self.lessons, Features(watch_of(site, self.inventory, Names(self.texts))))


def give(job: Job) -> Lesson:
    """Run *job* and take it down, a minute a slice."""
    from twin.lab.run import run

    done = run(job.story, job.posture, site=job.site, seed=job.seed, hours=job.hours, settings=job.settings)
    return taken_down(done)


def taken_down(done: Run, cadence_s: float = 60.0) -> Lesson:
    """The run *done* as a lesson."""
    register = done.inventory.register
    features = Features(watch_of(done.site, register, done.log.names))
    notes = Notebook(features)
    for batch in batches(done.log, done.span_us, cadence_s):
        notes.write(features.of(batch), 0)
    return Lesson(register, tuple(done.log.names.texts), notes.lessons(), done.span_us / DAY_US)


def batches(log: Log, span_us: Us, cadence_s: float) -> Iterator[Batch]:
    """The rows of *log* cut at every multiple of *cadence_s*, whole ones only."""
    tables = {name: log.since(name) for name in READ}
    cadence_us = us(cadence_s)
    for from_us in range(0, span_us - cadence_us + 1, cadence_us):
        cut = {name: _cut(columns, from_us, from_us + cadence_us) for name, columns in tables.items()}
        yield Batch(from_us, from_us + cadence_us, cut, log.names)


def watch_of(site: Site, register: Inventory, names: Names) -> Watch:
    """What the defenders of *site* know."""
    fleet = site.plant.fleet
    rooms = {room.name: usual_band(room) for room in site.plant.rooms}
    return Watch(register, names, rooms, max(fleet.speed_empty_mps, fleet.speed_loaded_mps))


def _cut(columns: Columns, from_us: Us, to_us: Us) -> Columns:
    first, last = np.searchsorted(columns["time"], [from_us, to_us])
    return {name: values[first:last] for name, values in columns.items()}
