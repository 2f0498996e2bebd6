"""Proofs: what so few seeds, days or hours cannot prove, said before anything is run.

Source: the bounds of :mod:`twin.lab.detection.bounds`; the rule of three is Hanley and Lippman-Hand's.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, isinf

from twin.core.errors import Fault
from twin.core.units import HOUR_US, format_duration, us
from twin.lab.detection.bounds import least_days, least_runs, provable_rate, provable_recall
from twin.lab.detection.promises import DetectTest, Effort, Rate, Share
from twin.lab.loader import load_inputs, load_posture
from twin.lab.stories.progress import attack_steps_of
from twin.lab.written import Written


def warnings_of(test: DetectTest, written: Written, quiet_days: float) -> Iterator[Fault]:
    """Promises of *test* that cannot be kept however good the rules are, with the least that it would take.

    *quiet_days* is how long its benign runs are together, days.
    """
    runs = 1 if test.recording else _count(test.seeds)
    for number, promise in enumerate(test.expect):
        if promise.recall is not None:
            yield from _recall(promise.recall, runs, written["expect"].items[number]["recall"])
    for number, each in enumerate(test.robustness):
        if each.must_detect:
            seeds = _count(test.seeds if each.seeds is None else each.seeds)
            yield from _recall(each.recall, seeds, written["robustness"].items[number])
    if test.benign is not None and test.benign.false_alerts_per_day is not None:
        at = written["benign"]["false_alerts_per_day"]
        yield from _rate(test.benign.false_alerts_per_day, quiet_days, at)
    if test.benign is not None and test.benign.analyst_minutes_per_day is not None:
        at = written["benign"]["analyst_minutes_per_day"]
        triage_min = max(load_posture(name).response.triage_min for name in test.postures)
        yield from _effort(test.benign.analyst_minutes_per_day, triage_min, quiet_days, at)
    yield from _too_short(test, written)
    yield from _without_attack(test, written)


def _too_short(test: DetectTest, written: Written) -> Iterator[Fault]:
    """Stories that end before the first step of their attack, at the hours that end them."""
    at = written.entries.get("hours") or written.entries.get("story") or written.entries.get("stories")
    for name in test.told if at is not None else ():
        story = load_inputs(name, test.postures[0], test.site, test.set, test.hours).story
        starts = [step.at_us for step in attack_steps_of(story)]
        first = min((start for start in starts if start is not None), default=None)
        waits = any(step.at_us is None and not step.after for step in attack_steps_of(story))
        if at is not None and first is not None and first >= us(3600 * story.hours) and not waits:
            problem = f"{story.name} ends after {story.hours:g} h, and its attack begins at {format_duration(first)}"
            yield at.fault("too-few-hours", problem, f"run more than {first / HOUR_US:.3g} h")


def _without_attack(test: DetectTest, written: Written) -> Iterator[Fault]:
    """Counts that only false alerts can reach, because a story has no attack."""
    stories = [load_inputs(name, test.postures[0], test.site, test.set, test.hours).story for name in test.told]
    quiet = next((story.name for story in stories if not attack_steps_of(story)), "")
    for number, promise in enumerate(test.expect if quiet else ()):
        if promise.alerts is not None and promise.alerts.at_least:
            at = written["expect"].items[number]["alerts"]["at_least"]
            problem = f"{quiet} has no attack, so every alert that is counted is false"
            yield at.fault("no-attack", problem, "name a story with an attack, or promise at_most:")


def _recall(share: Share, runs: int, at: Written) -> Iterator[Fault]:
    proven = provable_recall(runs, share.confidence)
    if proven < share.at_least:
        problem = (
            f"{runs} runs without a miss prove a recall of {proven:.3f} at {share.confidence:.0%}, not of "
            f"{share.at_least:g}"
        )
        yield at.fault("too-few-seeds", problem, f"run at least {least_runs(share.at_least, share.confidence)} seeds")


def _rate(rate: Rate, days: float, at: Written) -> Iterator[Fault]:
    needed = least_days(rate.at_most, rate.confidence)
    if isinf(needed):
        remedy = "write a rate above 0, or expect alerts: {at_most: 0}"
        yield at.fault("too-few-days", "no number of quiet days proves a rate of 0", remedy)
    elif days < needed:
        proven = provable_rate(days, rate.confidence)
        problem = (
            f"{days:.3g} days without an alert prove {proven:.2f} a day at {rate.confidence:.0%}, not {rate.at_most:g}"
        )
        yield at.fault("too-few-days", problem, f"watch at least {ceil(100 * needed) / 100:g} days")


def _effort(effort: Effort, triage_min: float, days: float, at: Written) -> Iterator[Fault]:
    needed = least_days(effort.at_most / triage_min, effort.confidence) if triage_min else 0.0
    if isinf(needed):
        yield at.fault("too-few-days", "no number of quiet days proves 0 minutes", "write minutes above 0")
    elif days < needed:
        proven = provable_rate(days, effort.confidence) * triage_min
        problem = (
            f"{days:.3g} days without a case prove {proven:.3g} min a day at {effort.confidence:.0%}, not "
            f"{effort.at_most:g}"
        )
        yield at.fault("too-few-days", problem, f"watch at least {ceil(100 * needed) / 100:g} days")


def _count(seeds: int | tuple[int, ...]) -> int:
    return seeds if isinstance(seeds, int) else len(seeds)
