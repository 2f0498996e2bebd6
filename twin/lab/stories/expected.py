"""Expected: what a story's writer promises of it, in ``expected.yaml``, and whether a run keeps it.

::

    detections:
      - {posture: zones, detector: scan, entity: coffee-01, within_min: 31}
    stopped:
      flat: ""
      microsegmentation: spread
    notice: words on what nobody sees

A detection is an alert of that detector on that entity, no later than so many minutes after the story begins.
``stopped`` is the first step, per posture, that the policy or a response kept from succeeding; ``""`` says that nothing
did. An empty list of detections is a promise too: that the story goes unnoticed, or that nobody knows better.

Source: none; a promise that is checked is how documentation stays true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from twin.core.errors import BadInput, Fault
from twin.core.units import MINUTE_US
from twin.detectors import DETECTORS
from twin.lab.document import read_plain_document
from twin.lab.find import find, scenario_names
from twin.lab.kinds import known_name
from twin.lab.naming import asset_names
from twin.lab.scenario import Name, Site, Story
from twin.lab.shape import check
from twin.lab.stories.progress import progress_of
from twin.lab.written import Written
from twin.plant.spec import Spec

if TYPE_CHECKING:
    from twin.lab.run import Run

EXPECTED_FILE = "expected.yaml"


class Detection(Spec):
    """An alert that the story's writer promises."""

    posture: Name
    detector: str
    entity: str
    within_min: float = Field(gt=0, le=100_000, description="minutes after the story begins")


class Expected(Spec):
    """What a story promises."""

    detections: tuple[Detection, ...] = ()
    stopped: Mapping[str, str] = Field(default_factory=dict)
    notice: str = ""

    @property
    def postures(self) -> tuple[str, ...]:
        """The postures that it speaks of, in order of name."""
        return tuple(sorted({*self.stopped, *(each.posture for each in self.detections)}))


def read_expected(story: Story, site: Site, path: Path | None = None) -> Expected:
    """What *story* promises; raises :class:`BadInput` with every fault, also for names that stand for nothing."""
    faults: list[Fault] = []
    written = read_plain_document(path or find("story", story.name).with_name(EXPECTED_FILE), faults)
    made = check(Expected, written, faults)
    for entry in written["detections"].items if "detections" in written.entries else []:
        _check_detection(entry, list(asset_names(site)), faults)
    stopped = written.entries.get("stopped")
    for posture, step in (stopped.entries if stopped else {}).items():
        if posture not in scenario_names("posture"):
            faults.append(step.fault("missing-reference", f"{posture} is not a posture", "", at_key=True))
        if step.text:
            known_name(step, [each.id for each in story.steps], "a step of the story", faults)
    if faults or made is None:
        raise BadInput(faults)
    return made


def _check_detection(entry: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    known = {"posture": scenario_names("posture"), "detector": tuple(DETECTORS.entries), "entity": tuple(assets)}
    for key, names in known.items():
        if key in entry.entries:
            known_name(entry[key], names, f"a {key}", faults)


def broken_promises(expected: Expected, done: Run) -> Iterator[str]:
    """What *done*, a run under one posture, does otherwise than *expected*, in words."""
    posture = done.posture.name
    first: dict[tuple[str, str], float] = {}
    for alert in done.alerts:
        first.setdefault((alert["detector"], alert["entity"]), alert["time"] / MINUTE_US)
    for each in expected.detections:
        if each.posture != posture:
            continue
        after = first.get((each.detector, each.entity))
        if after is None:
            yield f"{posture}: {each.detector} does not accuse {each.entity}"
        elif after > each.within_min:
            yield f"{posture}: {each.detector} accuses {each.entity} after {after:.1f} min, not {each.within_min:g}"
    stopped = progress_of(done.story, done.attack).stopped_at or ""
    if posture in expected.stopped and expected.stopped[posture] != stopped:
        yield f"{posture}: stopped at {stopped or 'nothing'}, not at {expected.stopped[posture] or 'nothing'}"
