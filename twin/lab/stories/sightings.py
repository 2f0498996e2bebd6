"""Sightings: which detector saw which step of a story, in one run.

A right alert (:mod:`twin.lab.metrics.parts.reading`) belongs to the step whose flow is its evidence. One that rests on
no flow of the attack, such as an alert on a sensor's readings, belongs to the step that had last begun to act on, or
from, the asset that it accuses; one with a physical effect there comes first. Both books are read: who saw what is a
question to the truth, after the run.

Source: ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from twin.core.units import Us
from twin.lab.compare import Job
from twin.lab.metrics.base import Evidence
from twin.lab.metrics.parts.reading import right_alerts
from twin.lab.run import Run, run
from twin.lab.stories.progress import step_of


@dataclass(frozen=True)
class Sighting:
    """A right alert: of which step, by which detector, and how long after the step began."""

    step: str
    detector: str
    title: str
    after_us: Us


@dataclass(frozen=True)
class Told:
    """What one run tells: its performances (see :func:`twin.lab.run.attack_steps`) and who saw what."""

    attack: tuple[dict[str, Any], ...]
    sightings: tuple[Sighting, ...]


def tell(job: Job) -> Told:
    """Do one job, and reduce it to what it tells."""
    done = run(job.story, job.posture, site=job.site, seed=job.seed, hours=job.hours, settings=job.settings)
    return Told(tuple(done.attack), tuple(sightings(done)))


def sightings(done: Run) -> Iterator[Sighting]:
    """The right alerts of a run in order of time, each with the step that it belongs to."""
    evidence = Evidence(done.log, done.site, done.story, done.posture, done.inventory, done.span_us)
    steps = tuple(step.id for step in done.story.steps)
    made = {row["flow"]: row["step"] for row in done.log.records("label")}
    begins: dict[str, Us] = {}
    for entry in done.attack:
        begins.setdefault(step_of(entry["step"], steps), entry["start"])
    for alert in right_alerts(evidence):
        name = made.get(alert["evidence"]) or _last_on(done.attack, alert["entity"], alert["time"])
        step = step_of(name, steps)
        if step and step in begins:
            yield Sighting(step, alert["detector"], alert["title"], alert["time"] - begins[step])


def _last_on(attack: list[dict[str, Any]], asset: str, time_us: Us) -> str:
    """The step that had last begun, at *time_us*, to act from or on *asset*, with an effect first; or ''."""
    mine = [
        entry
        for entry in attack
        if entry["start"] <= time_us
        and (entry["actor"] == asset or any(fnmatchcase(asset, each) for each in entry["target"].split(", ")))
    ]
    felt = [entry for entry in mine if entry["effect_start"] is not None and entry["effect_start"] <= time_us]
    return str(max(felt or mine, key=lambda entry: entry["start"])["step"]) if mine else ""
