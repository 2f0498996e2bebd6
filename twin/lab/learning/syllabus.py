"""The syllabus: which benign hours a model is learned from.

A hub is another at night than at noon, and what its taps see depends on its policy. So lessons are spread: each is a
part of an hour or two of the story without attacks, at its own hour of the day, on its own seed and another day of the
week, and the policies take turns at every hour. Beside them stands the story whose benign work looks like attacks. The
seeds begin where no test's seeds do.

Sources: none; what a model is held to, it must not have been taught: held-out seeds as in any split of data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from twin.core.errors import BadInput, Fault, Place
from twin.lab.compare import Job
from twin.lab.loader import load_posture, load_story

USUAL = "quiet-day"
ODD = "look-alikes"
FIRST_SEED = 1001
"""Seeds from here on are for learning; tests and figures keep below."""
POSTURES = ("flat", "vlan", "zones", "microsegmentation", "zero-trust")
_DAY_H = 24.0


@dataclass(frozen=True)
class Syllabus:
    """``parts`` lessons of ``hours`` each under each of ``postures`` over the day, and ``odd`` mornings more."""

    site: str
    postures: tuple[str, ...] = POSTURES
    parts: int = 4
    hours: float = 1.0
    odd: int = 1
    first_seed: int = FIRST_SEED

    @property
    def lessons(self) -> int:
        """How many lessons there are."""
        return len(self.postures) * (self.parts + self.odd)


def jobs(syllabus: Syllabus) -> tuple[Job, ...]:
    """The runs of *syllabus*, in order. Raises ``BadInput`` for postures or numbers that cannot be."""
    check(syllabus)
    labels = [(posture, load_posture(posture).name) for posture in syllabus.postures]
    usual = [
        _job(syllabus, USUAL, labels[place % len(labels)], place)
        for place in range(syllabus.parts * len(labels))
    ]  # fmt: skip
    odd = [
        _job(syllabus, ODD, labels[place % len(labels)], len(usual) + place)
        for place in range(syllabus.odd * len(labels))
    ]
    return (*usual, *odd)


def _job(syllabus: Syllabus, story: str, named: tuple[str, str], place: int) -> Job:
    """Lesson number *place*: its seed, and for the usual story its hour and day."""
    posture, label = named
    settings: tuple[str, ...] = ("ruleset=[]",)
    hours: float | None = None
    if story == USUAL:
        midnight = load_story(story).starts.replace(hour=0, minute=0, second=0)
        lessons = syllabus.parts * len(syllabus.postures)
        at = midnight + timedelta(days=place % 7, minutes=int(place * 60 * _DAY_H / lessons))
        settings = (*settings, f"starts={at.isoformat()}")
        hours = syllabus.hours
    return Job(story, posture, label, syllabus.first_seed + place, quiet=False, site=syllabus.site, hours=hours,
               settings=settings)  # fmt: skip


def check(syllabus: Syllabus) -> None:
    """Raise ``BadInput`` for numbers of *syllabus* that cannot be."""
    wrong = (
        ("--parts", syllabus.parts >= 1, "at least one part of the day is needed"),
        ("--postures", bool(syllabus.postures), "at least one posture is needed"),
        ("--odd", syllabus.odd >= 0, "fewer than no mornings are not possible"),
    )
    faults = [
        Fault(Place(flag), "out-of-range", f"{text}.", "leave it out for the usual")
        for flag, fine, text in wrong
        if not fine
    ]
    if faults:
        raise BadInput(faults)


def seeds_of(chosen: Sequence[Job]) -> tuple[int, ...]:
    """The seeds of the runs *chosen*."""
    return tuple(job.seed for job in chosen)
