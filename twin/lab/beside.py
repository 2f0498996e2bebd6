"""Stories beside each other: an attack on a day that has look-alikes, two adversaries who know nothing of each other.

::

    beside: [look-alikes, sick-sensors]

The steps and faults of the others are told from the same start, under their own names (``look-alikes-campaign``), for
as long as this story lasts. Two stories must not take the same device: who holds it would depend on whose step came
first, and neither story would say what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from twin.attacks import ATTACKS
from twin.attacks.adversaries import ADVERSARIES
from twin.core.errors import Fault
from twin.lab.scenario import DeviceGroup, Step, Story
from twin.lab.story_file import steps_of
from twin.lab.story_ranges import alternatives, is_open
from twin.lab.written import Written


def told_beside(story: Story, others: list[Story]) -> Story:
    """*story* with the steps, faults, operations and surges of *others*, whose steps keep out of each other's names."""
    steps = [step for other in others for step in _renamed(other)]
    changes: dict[str, object] = {"steps": (*story.steps, *steps)}
    for part in ("faults", "operations", "surges"):
        changes[part] = tuple(each for told in (story, *others) for each in getattr(told, part))
    return story.model_copy(update=changes)


def check_devices(stories: list[Written], groups: Mapping[str, DeviceGroup], faults: list[Fault]) -> None:
    """Faults for devices that two of *stories* take, at the later one's step."""
    taken: dict[str, tuple[int, Written]] = {}
    for number, written in enumerate(stories):
        for step in steps_of(written):
            for asset in _takes(step, groups):
                first, place = taken.setdefault(asset, (number, step))
                if first != number:
                    where = f"{place.place.source}:{place.place.line}"
                    problem = f'{asset} is taken by the step "{place["id"].text}" of another story too, in {where}'
                    remedy = "let one of them take another device, or tell the stories one at a time"
                    faults.append(step["on"].fault("device-taken", problem, remedy))
                    break


def _renamed(story: Story) -> Iterator[Step]:
    for step in story.steps:
        after = f"{story.name}-{step.after}" if step.after else ""
        yield step.model_copy(update={"id": f"{story.name}-{step.id}", "after": after})


def _takes(step: Written, groups: Mapping[str, DeviceGroup]) -> list[str]:
    """Assets of the site that *step* may come to hold by what it says itself."""
    kind, on = step.entries.get("kind"), step.entries.get("on")
    if kind is None or on is None:
        return []
    if kind.text not in ADVERSARIES.entries and (kind.text not in ATTACKS.entries or not ATTACKS[kind.text].takes):
        return []
    if is_open(on) and "any_of" in on.entries:
        return [name for name, group in groups.items() if group.kind == on["any_of"].text]
    wanted = [each.text for other in alternatives(on) for each in other.items or [other]]
    return [name for name in groups if any(fnmatchcase(name, pattern) for pattern in wanted)]
