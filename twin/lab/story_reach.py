"""Steps that can never begin: whoever waits for them waits for ever, and nobody would notice from the run.

Three reasons can be told before anything runs. A step at a time after the end of the story is never its turn. A step on
what another won waits in vain where the other takes nothing, or where it is the other's failure that is waited for. And
a step after one that lasts beyond the end of the story, by the shortest time that its kind takes, never sees that end.
A range counts by its earliest time: some seed may tell the step.
"""

from __future__ import annotations

from collections.abc import Mapping

from twin.attacks import ATTACKS
from twin.attacks.adversaries import ADVERSARIES
from twin.core.errors import Fault
from twin.core.units import HOUR_US, Us, format_duration, us
from twin.lab.scenario import Step
from twin.lab.trigger_file import WON
from twin.lab.written import Written


def check_reach(steps: Mapping[str, tuple[Step, Written]], hours: float | None, faults: list[Fault]) -> None:
    """Faults for steps that can never begin, with the places where they are written.

    *steps* are those whose own fields are sound, by name. Without *hours* (h) nothing is known of the end.
    """
    begins = earliest_us({name: step for name, (step, _) in steps.items()})
    ends_us = None if hours is None else round(hours * HOUR_US)
    for name, (step, place) in steps.items():
        before, _ = steps.get(step.after, (None, None))
        if before is not None and WON in step.on:
            _check_won(step, before, place, faults)
        if ends_us is None or begins.get(name, 0) < ends_us:
            continue
        if before is None:
            _late(step, begins[name], place, ends_us, faults)
        elif begins[before.id] < ends_us:
            _late_after(step, before, begins[name], place, ends_us, faults)


def earliest_us(steps: Mapping[str, Step]) -> dict[str, Us]:
    """When each of *steps* begins at the earliest, microseconds after the start, without those that wait in a ring.

    A step on a state, or after one that is not known, may begin at once.
    """
    later: dict[str, list[str]] = {}
    begins: dict[str, Us] = {}
    for name, step in steps.items():
        if step.after in steps:
            later.setdefault(step.after, []).append(name)
        else:
            begins[name] = 0 if step.at_us is None else _lowest(step, "at_us", step.at_us)
    told = list(begins)
    while told:
        before = told.pop()
        lasts_us = us(_least_s(steps[before])) if before in later else 0
        for name in later.get(before, ()):
            step = steps[name]
            waits_us = lasts_us if step.outcome == WON and WON not in step.on else 0
            begins[name] = begins[before] + waits_us + _lowest(step, "delay_us", step.delay_us)
            told.append(name)
    return begins


def _late(step: Step, begins_us: Us, place: Written, ends_us: Us, faults: list[Fault]) -> None:
    """A step at a time that is after the end."""
    soonest = " at the earliest" if any(varied.field == "at_us" for varied in step.varied) else ""
    problem = (
        f"it begins {format_duration(begins_us)} after the start{soonest}, and the story ends after "
        f"{format_duration(ends_us)}, so this step never begins"
    )
    faults.append(place["at"].fault("never-comes", problem, "begin it earlier, or raise hours:"))


def _late_after(step: Step, before: Step, begins_us: Us, place: Written, ends_us: Us, faults: list[Fault]) -> None:
    """A step that waits for one that begins in time, until after the end."""
    problem = (
        f"{before.id} ends {format_duration(begins_us - step.delay_us)} after the start at the earliest, "
        f"and the story ends after {format_duration(ends_us)}, so this step never begins"
    )
    faults.append(place["after"].fault("never-comes", problem, "let it wait less, or raise hours:"))


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
