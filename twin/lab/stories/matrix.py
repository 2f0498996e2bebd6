"""The matrix: every story under every posture, over the same seeds.

Every run of a seed has the same orders, people and faults, so the postures of a row are compared pair by pair. The runs
are one list of jobs, the longest first, spread over processes: a worker sends numbers back and never a log.

A story is **balanced** when the postures make a difference. Where every run of it ends not stopped, and no posture
costs clearly less than the dearest, nobody can win it; where no goal is ever reached, nobody can lose it. Both are said
of the story, because neither teaches anything about segmentation. A goal whose effect goes on at the end was reached; a
story that is cut off while it is under way may still be lost. What a run reached is what its ending says of it.

Source: common random numbers, Law, Simulation Modeling and Analysis (5th edition), section 11.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import MINUTE_US
from twin.lab.asked import check_comparison, check_hours, faults_of
from twin.lab.compare import Job, outcomes, trial
from twin.lab.comparison import Trial
from twin.lab.find import scenario_names
from twin.lab.loader import load_inputs, load_posture
from twin.lab.scenario import Story
from twin.lab.statistics import Estimate, paired_difference
from twin.lab.stories.cells import NOT_STOPPED, UNFINISHED, Cell, cell_of, ending_of
from twin.lab.stories.kept import TrialStore
from twin.lab.stories.progress import Progress, progress_of
from twin.policies import POLICIES

CALM, UNWINNABLE, UNLOSABLE, OPEN = "no attack", "nobody can win", "nobody can lose", "open"

Key = tuple[str, str, int]
"""Story, posture and seed."""


@dataclass
class Matrix:
    """The trials of a matrix by story, posture and seed, and what follows from them.

    ``left_out`` has the stories that do not fit the site, with the first reason.
    """

    stories: tuple[Story, ...]
    postures: tuple[str, ...]
    seeds: tuple[int, ...]
    site: str | None = None
    most_hours: float | None = None
    settings: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    trials: dict[Key, Trial] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def cpu_seconds(self) -> float:
        """Processor time of all runs."""
        return sum(each.cpu_seconds for each in self.trials.values())

    def hours_of(self, story: Story) -> float:
        """Simulated hours of *story* here."""
        return story.hours if self.most_hours is None else min(story.hours, self.most_hours)

    def of(self, story: Story, posture: str) -> list[tuple[Trial, Progress]]:
        """What was run of *story* under *posture*, in order of seed, with how far each came."""
        found = [self.trials.get((story.name, posture, seed)) for seed in self.seeds]
        return [(each, progress_of(story, each.attack)) for each in found if each is not None]

    def cell(self, story: Story, posture: str) -> Cell | None:
        """One cell; None where no run of it is complete."""
        ran = self.of(story, posture)
        return cell_of([each for each, _ in ran], [far for _, far in ran]) if ran else None

    def losses(self, story: Story, posture: str) -> list[float | None]:
        """Loss in EUR, in order of seed; None where a run is not complete."""
        found = [self.trials.get((story.name, posture, seed)) for seed in self.seeds]
        return [each.metrics["loss_eur"] if each else None for each in found]

    def saved(self, story: Story, dearest: str, other: str) -> Estimate:
        """Loss under *dearest* minus loss under *other*, paired by seed."""
        return paired_difference(self.losses(story, dearest), self.losses(story, other))

    def extremes(self, story: Story) -> tuple[str, str]:
        """The posture with the least mean loss, and that with the greatest; the first of equals, empty without runs."""
        means = {
            posture: cell.loss_eur.mean
            for posture in self.postures
            if (cell := self.cell(story, posture)) is not None and cell.loss_eur.mean is not None
        }
        return min(means, key=lambda p: means[p], default=""), max(means, key=lambda p: means[p], default="")

    def balance(self, story: Story) -> str:
        """``no attack``, ``nobody can win``, ``nobody can lose`` or ``open``."""
        ran = [far for posture in self.postures for _, far in self.of(story, posture)]
        if not any(far.ends for far in ran):
            return CALM
        if not any(far.got or ending_of(far)[0] == UNFINISHED for far in ran):
            return UNLOSABLE
        everything = all(ending_of(far)[0] == NOT_STOPPED for far in ran)
        best, worst = self.extremes(story)
        return UNWINNABLE if everything and not _differs(self.saved(story, worst, best)) else OPEN

    def began_min(self, story: Story) -> float | None:
        """When the first step of *story* began at the earliest, minutes after the start; None where none did."""
        ran = [each for posture in self.postures for each, _ in self.of(story, posture)]
        return min((begun["start"] / MINUTE_US for each in ran for begun in each.attack), default=None)

    def to_json(self) -> dict[str, Any]:
        """The matrix as one JSON document."""
        return {
            "site": self.site,
            "postures": list(self.postures),
            "seeds": list(self.seeds),
            "most_hours": self.most_hours,
            "settings": list(self.settings),
            "interrupted": self.interrupted,
            "left_out": dict(self.left_out),
            "runs": len(self.trials),
            "cpu_seconds": round(self.cpu_seconds, 1),
            "stories": [self._story_json(story) for story in self.stories],
        }

    def _story_json(self, story: Story) -> dict[str, Any]:
        cells = {posture: self.cell(story, posture) for posture in self.postures}
        return {
            "story": story.name,
            "title": story.title,
            "hours": self.hours_of(story),
            "balance": self.balance(story),
            "began_min": self.began_min(story),
            "postures": {posture: cell.to_json() for posture, cell in cells.items() if cell is not None},
        }


def story_matrix(  # noqa: PLR0913 - the public entry: two lists, and keywords that read as a sentence
    stories: Sequence[str] = (),
    postures: Sequence[str] = (),
    seeds: int | Sequence[int] = 5,
    *,
    site: str | None = None,
    most_hours: float | None = None,
    settings: Sequence[str] = (),
    workers: int | None = None,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Matrix:
    """Run *stories* under *postures* (all that there are, when left out) for each of *seeds*.

    ``most_hours`` (h) cuts longer stories short; *site* moves all of them there. Runs that the folder *keep* has are
    taken from it, and new ones put there. After Ctrl-C the complete runs count and the result is marked.
    """
    result, asked_for = _plan(stories, postures, seeds, site, most_hours, settings, workers)
    jobs = [
        Job(name, posture, label, seed, quiet=False, site=site, hours=result.hours_of(story), settings=tuple(settings))
        for seed in result.seeds
        for name, story in sorted(asked_for.items(), key=lambda entry: -result.hours_of(entry[1]))
        for posture, label in zip(postures or result.postures, result.postures, strict=True)
    ]
    told = {name: story.name for name, story in asked_for.items()}
    try:
        for done, (job, outcome) in enumerate(_trials(jobs, workers, keep), 1):
            result.trials[told[job.story], job.label, job.seed] = outcome
            if progress:
                progress(done, len(jobs))
    except KeyboardInterrupt:
        result.interrupted = True
    return result


def _trials(jobs: Sequence[Job], workers: int | None, keep: Path | None) -> Iterator[tuple[Job, Trial]]:
    """Jobs with their trials: first those that were kept, then the others as they complete."""
    store = None if keep is None else TrialStore(keep)
    left = []
    for job in jobs:
        known = None if store is None else store.find(job)
        if known is None:
            left.append(job)
        else:
            yield job, known
    for job, outcome in outcomes(left, trial, workers) if left else ():
        if store is not None:
            store.keep(job, outcome)
        yield job, outcome


def _plan(
    stories: Sequence[str], postures: Sequence[str], seeds: int | Sequence[int], site: str | None,
    most_hours: float | None, settings: Sequence[str], workers: int | None,
) -> tuple[Matrix, Mapping[str, Story]]:  # fmt: skip
    """The matrix before its first run, and each story as it was asked for; every input is checked."""
    defences = postures or _ladder()
    names, misfits = (stories, {}) if stories else _fitting(site, defences[0], settings)
    faults = [*_twice("--stories", names), *_twice("--postures", defences)]
    faults += faults_of(partial(check_hours, most_hours, "--most-hours"))
    faults += faults_of(
        *(partial(check_comparison, name, defences, seeds, site, None, workers, settings) for name in names)
    )
    if faults:
        raise BadInput(faults)
    read = {name: load_inputs(name, defences[0], site, settings).story for name in names}
    labels = tuple(load_posture(posture).name for posture in defences)
    numbers = tuple(range(1, seeds + 1)) if isinstance(seeds, int) else tuple(seeds)
    return Matrix(tuple(read.values()), labels, numbers, site, most_hours, tuple(settings), misfits), read


def _fitting(site: str | None, posture: str, settings: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The lab's stories that can be told on *site*, and those that cannot (they name what it lacks), with why."""
    found, misfits = [], {}
    for name in scenario_names("story"):
        own = faults_of(partial(load_inputs, name, posture, None, settings)) if site else []
        faults = faults_of(partial(load_inputs, name, posture, site, settings)) if site else []
        if faults and not own:
            misfits[name] = faults[0].message
        else:
            found.append(name)
    return found, misfits


def _ladder() -> list[str]:
    """All postures: by their policy, from the one that lets most through; of equals the unwatched first."""
    steps = list(POLICIES.entries)
    read = {name: load_posture(name) for name in scenario_names("posture")}
    return sorted(read, key=lambda name: (steps.index(read[name].policy.kind), len(read[name].ruleset), name))


def _twice(flag: str, names: Sequence[str]) -> list[Fault]:
    again = sorted({name for name in names if names.count(name) > 1})
    return [Fault(Place(flag), "duplicate-name", f'"{name}" is named twice.', "name each once") for name in again]


def _differs(difference: Estimate) -> bool:
    """Clearly more than nothing; of a single pair, any difference."""
    return difference.clear if difference.n > 1 else bool(difference.mean)
