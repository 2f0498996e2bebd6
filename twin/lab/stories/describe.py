"""What a story says, and what stops and sees each of its steps.

A file says what a story intends: steps, triggers, targets. Which posture stops which step depends on everything else (a
foothold that was cleaned in time, a wave of orders), so it is not worked out from rules but found by running the story
under every posture, for one seed. The same runs tell which detectors saw a step (:mod:`twin.lab.stories.sightings`).

Sources: MITRE ATT&CK for the names of techniques; the story's own files for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from twin.core.errors import BadInput
from twin.core.units import Us, format_duration
from twin.lab.asked import check_comparison, faults_of
from twin.lab.build import register
from twin.lab.compare import Job, outcomes
from twin.lab.find import briefing, scenario_names
from twin.lab.loader import load_inputs, load_posture
from twin.lab.scenario import Step, Story
from twin.lab.step_kinds import STEP_KINDS
from twin.lab.stories.needs import needs_of
from twin.lab.stories.progress import End, attack_steps_of, progress_of
from twin.lab.stories.sightings import Told, tell
from twin.lab.stories.triggers import trigger_words, varied_words
from twin.lab.techniques import Technique, techniques
from twin.net.inventory import Asset


@dataclass(frozen=True)
class StepSheet:
    """One step: what it does, when, on what, what it presupposes, how it ended under each posture, and who saw it."""

    id: str
    kind: str
    what: str
    when: str
    on: str
    benign: bool
    techniques: tuple[Technique, ...]
    needs: tuple[str, ...]
    varies: tuple[str, ...] = ()
    ends: Mapping[str, End] = field(default_factory=dict)
    seen_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class StorySheet:
    """A story with its steps; ``ran`` says whether its postures were run, for ``hours`` on ``seed``."""

    story: Story
    site: str
    briefing: str
    steps: tuple[StepSheet, ...]
    faults: tuple[str, ...]
    postures: tuple[str, ...]
    seed: int
    hours: float
    ran: bool

    def to_json(self) -> dict[str, Any]:
        """One document."""
        return {
            "story": self.story.name,
            "title": self.story.title,
            "question": self.story.question,
            "site": self.site,
            "starts": self.story.starts.isoformat(),
            "hours": self.hours,
            "seed": self.seed if self.ran else None,
            "briefing": self.briefing,
            "faults": list(self.faults),
            "steps": [
                {**asdict(step), "techniques": [asdict(each) for each in step.techniques]} for step in self.steps
            ],
        }


def describe_story(
    name_or_path: str, *, postures: Sequence[str] = (), site: str | None = None, seed: int = 1,
    hours: float | None = None, workers: int | None = None, progress: Callable[[int, int], None] | None = None,
) -> StorySheet:  # fmt: skip
    """The sheet of a story, with runs under *postures* (all that there are, when left out) for *seed*.

    Raises :class:`~twin.core.errors.BadInput` with every fault of the inputs.
    """
    defences = postures or scenario_names("posture")
    faults = faults_of(partial(check_comparison, name_or_path, defences, [seed], site, hours, workers, ()))
    if faults:
        raise BadInput(faults)
    inputs = load_inputs(name_or_path, defences[0], site, hours=hours)
    labels = {posture: load_posture(posture).name for posture in defences}
    jobs = [Job(name_or_path, p, label, seed, False, site, hours) for p, label in labels.items()]
    told: dict[str, Told] = {}
    if inputs.story.steps:
        for done, (job, found) in enumerate(outcomes(jobs, tell, workers), 1):
            told[job.label] = found
            if progress:
                progress(done, len(jobs))
    return _sheet(
        inputs.story, inputs.site.name, tuple(labels.values()), told, seed,
        register(inputs.site).assets,
    )  # fmt: skip


def _sheet(
    story: Story, site: str, postures: tuple[str, ...], told: Mapping[str, Told], seed: int, assets: Sequence[Asset]
) -> StorySheet:
    far = {posture: progress_of(story, found.attack).ends for posture, found in told.items()}
    steps = tuple(
        _step_sheet(story, step, assets, {p: far[p][step.id] for p in postures if step.id in far.get(p, {})}, told)
        for step in story.steps
    )
    faults = tuple(f"{fault.kind} of {', '.join(fault.on)}" for fault in story.faults)
    return StorySheet(
        story, site, _first_paragraph(briefing(story)), steps, faults, postures, seed, story.hours, bool(told)
    )


def _step_sheet(
    story: Story, step: Step, assets: Sequence[Asset], ends: Mapping[str, End], told: Mapping[str, Told]
) -> StepSheet:
    kind, known = STEP_KINDS[step.kind], techniques()
    ids = dict.fromkeys(each for each in (step.technique, kind.technique, *kind.also) if each in known)
    return StepSheet(
        step.id, step.kind,
        what=STEP_KINDS.summary(step.kind).rstrip("."),
        when=trigger_words(story, step),
        on=", ".join(step.on),
        benign=step not in attack_steps_of(story),
        techniques=tuple(known[each] for each in ids),
        needs=tuple(needs_of(step, assets)),
        varies=tuple(map(varied_words, step.varied)),
        ends=ends,
        seen_by=tuple(_seen_by(step.id, told)),
    )  # fmt: skip


def _seen_by(step: str, told: Mapping[str, Told]) -> Iterator[str]:
    """Each detector that saw *step*, how soon at the earliest, and under which postures."""
    found: dict[str, dict[str, Us]] = {}
    for posture, each in told.items():
        for seen in each.sightings:
            if seen.step == step:
                soonest = found.setdefault(seen.detector, {})
                soonest[posture] = min(seen.after_us, soonest.get(posture, seen.after_us))
    for detector, soonest in sorted(found.items(), key=lambda entry: (min(entry[1].values()), entry[0])):
        yield f"{detector} after {format_duration(min(soonest.values()))} ({', '.join(soonest)})"


def _first_paragraph(text: str) -> str:
    """What a briefing says first, under its heading."""
    blocks = [block.strip() for block in text.split("\n\n")]
    first = next((block for block in blocks if block and not block.startswith(("#", "```"))), "")
    return " ".join(first.replace("**", "").replace("`", "").split())
