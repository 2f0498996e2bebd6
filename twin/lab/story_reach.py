"""Steps that can never begin: whoever waits for them waits for ever, and nobody would notice from the run.

Two reasons can be told before anything runs. A step on what another won waits in vain where the other takes nothing,
or where it is the other's failure that is waited for. And a step after one that lasts beyond the end of the story, by
the shortest time that its kind takes, never sees that end.
"""

from __future__ import annotations

from collections.abc import Mapping

from twin.attacks import ATTACKS
from twin.attacks.adversaries import ADVERSARIES
from twin.core.errors import Fault
from twin.core.units import HOUR_US, Us, format_duration, us
from twin.lab.scenario import Step, Story
from twin.lab.trigger_file import WON
from twin.lab.written import Written


def check_reach(story: Story, written: Written, steps: list[Written], faults: list[Fault]) -> None:
    """Faults for steps of *story* that can never begin; places are those of *written*."""
    named = {step.id: step for step in story.steps}
    ends_us = round(story.hours * HOUR_US)
    whole = written["hours"].place.source == written.place.source
    for step, place in zip(story.steps, steps, strict=True):
        if not step.after:
            continue
        before = named[step.after]
        if WON in step.on:
            _check_won(step, before, place, faults)
        begins_us = earliest_us(step, named)
        if whole and begins_us >= ends_us:
            problem = (
                f"{before.id} ends {format_duration(begins_us - step.delay_us)} after the start at the earliest, "
                f"and the story ends after {format_duration(ends_us)}, so this step never begins"
            )
            faults.append(place["after"].fault("never-comes", problem, "let it wait less, or raise hours:"))


def earliest_us(step: Step, named: Mapping[str, Step]) -> Us:
    """When *step* begins at the earliest, microseconds after the start; chains of ``after`` have no ring."""
    if step.at_us is not None:
        return _lowest(step, "at_us", step.at_us)
    if not step.after:
        return 0
    before = named[step.after]
    lasts_us = us(_least_s(before)) if step.outcome == WON and WON not in step.on else 0
    return earliest_us(before, named) + lasts_us + _lowest(step, "delay_us", step.delay_us)


def _lowest(step: Step, field: str, said: Us) -> Us:
    for varied in step.varied:
        if varied.field == field:
            return min([said, *(int(choice) for choice in varied.choices)])
    return said


def _least_s(step: Step) -> float:
    """The shortest time (s) that a success of *step* takes; nothing is known where it leaves parameters open."""
    if step.kind in ADVERSARIES.entries or step.varied:
        return 0.0
    return ATTACKS[step.kind](**step.parameters).least_s(1)


def _check_won(step: Step, before: Step, place: Written, faults: list[Fault]) -> None:
    if step.outcome != WON:
        problem = f"what {before.id} won is waited for, and that it did not win"
        faults.append(place["after"].fault("never-comes", problem, f"write after: {before.id}, or name the assets"))
    elif before.kind in ATTACKS.entries and not ATTACKS[before.kind].takes:
        problem = f"{before.kind} takes nothing, so nothing is ever won by {before.id} and this step never begins"
        takers = ", ".join(kind for kind in ATTACKS if ATTACKS[kind].takes)
        faults.append(place["on"].fault("never-comes", problem, f"name the assets, or wait for one of: {takers}"))
