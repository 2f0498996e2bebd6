"""Truth: what happened in a run, as far as a judgement of its alerts needs it, small enough to keep for every run.

An **impact** is something that the attack did to the hub, with the time at which it came about:

====================  ==========================================================================
``takeover``          an asset falls to the attacker
``protective_stop``   a robot stops for a person, because of the attack; ``near_miss``, ``contact`` and ``jam`` likewise
``server_trip``       the server room shuts down, once the attack has begun
``room_out_of_band``  a room's product leaves its limits, once the attack has begun
====================  ==========================================================================

Source: ours; which asset plays a part, and when, is as for the metrics (:mod:`twin.lab.metrics.parts.reading`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from twin.core.log import Log
from twin.core.units import Us
from twin.lab.detection.results import SeenImpact, SeenStep
from twin.lab.metrics.parts.reading import Part, parts_played, rows_where
from twin.lab.run import attack_steps
from twin.lab.scenario import Site, Story
from twin.lab.stories.progress import attack_steps_of, step_of

CAUSED = ("protective_stop", "near_miss", "contact", "jam")
"""Incidents that say themselves what caused them."""
IMPACTS = ("takeover", *CAUSED, "server_trip", "room_out_of_band")


@dataclass(frozen=True)
class Truth:
    """What happened: steps, impacts, the times of each asset's part in the attack, and what the seed drew."""

    starts: str
    span_us: Us
    steps: tuple[SeenStep, ...]
    impacts: tuple[SeenImpact, ...]
    parts: Mapping[str, tuple[Part, ...]]
    drawn: tuple[str, ...]

    @property
    def first_us(self) -> Us | None:
        """Start of the first step that is an attack's, None without one."""
        return first_moment(self.steps)

    def is_right(self, entity: str, time_us: Us) -> bool:
        """Whether the attack is at work in *entity* at *time_us*."""
        return any(part.at(time_us) for part in self.parts.get(entity, ()))

    def step_on(self, entity: str, time_us: Us) -> str:
        """The step that had last begun, at *time_us*, to act from or on *entity*, with an effect first; or nothing."""
        mine = [step for step in self.steps if step.start_us <= time_us and _concerns(step, entity)]
        felt = [step for step in mine if step.effect_start_us is not None and step.effect_start_us <= time_us]
        return max(felt or mine, key=lambda step: step.start_us).step if mine else ""

    def to_json(self) -> dict[str, Any]:
        """Everything by name, times in microseconds."""
        return asdict(self) | {"parts": {name: [list(part) for part in parts] for name, parts in self.parts.items()}}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Truth:
        """What :meth:`to_json` gave."""
        return cls(
            starts=told["starts"],
            span_us=told["span_us"],
            steps=tuple(SeenStep(**step) for step in told["steps"]),
            impacts=tuple(SeenImpact(**impact) for impact in told["impacts"]),
            parts={name: tuple(Part(*part) for part in parts) for name, parts in told["parts"].items()},
            drawn=tuple(told["drawn"]),
        )


def truth_of(log: Log, story: Story, site: Site, span_us: Us) -> Truth:
    """The truth of a run of *story* at *site*, from both books of its *log*."""
    steps = tuple(_steps(log, story))
    begins = first_moment(steps)
    return Truth(
        starts=story.starts.isoformat(),
        span_us=span_us,
        steps=steps,
        impacts=tuple(sorted(_impacts(log, site, begins), key=lambda each: (each.time_us, each.kind, each.entity))),
        parts={name: tuple(parts) for name, parts in sorted(parts_played(log).items())},
        drawn=tuple(f"{row['step']}.{row['field']}={row['value']}" for row in log.records("variant")),
    )


def first_moment(steps: tuple[SeenStep, ...]) -> Us | None:
    """Start of the first step that is an attack's, None without one."""
    return min((step.start_us for step in steps if not step.benign), default=None)


def _steps(log: Log, story: Story) -> Iterator[SeenStep]:
    names = tuple(step.id for step in story.steps)
    attacks = {step.id for step in attack_steps_of(story)}
    for row in attack_steps(log):
        step = step_of(row["step"], names)
        yield SeenStep(
            step or row["step"], row["step"], row["technique"], row["attack"], row["actor"], row["target"],
            row["start"], row["effect_start"], row["effect_end"], row["end"], row["outcome"], step not in attacks,
        )  # fmt: skip


def _impacts(log: Log, site: Site, begins: Us | None) -> Iterator[SeenImpact]:
    if begins is None:
        return
    for row in log.records("compromise"):
        if row["state"] == "compromised":
            yield SeenImpact(row["time"], "takeover", row["asset"])
    for row in log.records("incident"):
        caused = row["incident"] in CAUSED and row["cause"] == "attack"
        if caused or (row["incident"] == "server_trip" and row["time"] >= begins):
            yield SeenImpact(row["time"], row["incident"], row["robot"] or row["person"] or "server-room")
    yield from _excursions(log, site, begins)


def _excursions(log: Log, site: Site, begins: Us) -> Iterator[SeenImpact]:
    """The first sample of each stretch in which a room's product is outside its limits, from *begins* on."""
    for room in site.plant.rooms:
        rows = rows_where(log, "room", room=room.name)
        outside = (rows["product_c"] > room.limit_high_c) | (rows["product_c"] < room.limit_low_c)
        began = np.flatnonzero(outside & ~np.concatenate([[False], outside[:-1]]))
        yield from (
            SeenImpact(time_us, "room_out_of_band", room.name)
            for time_us in rows["time"][began].tolist()
            if time_us >= begins
        )


def _concerns(step: SeenStep, entity: str) -> bool:
    return step.actor == entity or any(fnmatchcase(entity, each) for each in step.target.split(", "))
