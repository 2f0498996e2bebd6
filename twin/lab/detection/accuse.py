"""Accusations in a run: which alerts a promise means, when the clock of a detection starts, and when it stops.

A **detection** is the first alert that is meant and comes no earlier than the moment that the promise counts from. A
promise that names no asset means an asset in which the attack is at work. Where labels say what was attacked, an alert
elsewhere is none, whoever is named; of a recording without either nobody knows, and any asset will do.

Source: ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from twin.core.units import Us
from twin.lab.detection.promises import Accusation
from twin.lab.detection.results import RunSeen, SeenAlert
from twin.lab.detection.rules import NamedRule, called
from twin.lab.detection.truth import first_moment
from twin.lab.rule_files import KIND
from twin.lab.techniques import current


def alerts_meant(said: Accusation, run: RunSeen, rules: Sequence[NamedRule]) -> list[SeenAlert]:
    """The alerts of *run* that *said* means, in order of time; *rules* are those of the ruleset."""
    named = (
        {name for rule in called(said.rule, rules) for name in (rule.id, rule.title) if name} if said.rule else set()
    )
    return [alert for alert in run.alerts if _speaks(said, alert, named) and _fits(said, alert)]


def detection(said: Accusation, run: RunSeen, rules: Sequence[NamedRule], since_us: Us) -> SeenAlert | None:
    """The first of these alerts from *since_us* on that accuses the right asset."""
    return next(
        (alert for alert in alerts_meant(said, run, rules) if alert.time_us >= since_us and _counts(said, run, alert)),
        None,
    )


def moment(run: RunSeen, words: str) -> Us | None:
    """When ``attack``, ``story``, ``step.<id>.start``, ``step.<id>.effect`` or ``impact.<kind>`` was; or None."""
    if words == "story" or (words == "attack" and run.known == "nothing"):
        return 0
    if words == "attack":
        return first_moment(run.steps)
    what, _, name = words.partition(".")
    if what == "impact":
        return next((impact.time_us for impact in run.impacts if impact.kind == name), None)
    step, _, end = name.rpartition(".")
    times = [each.start_us if end == "start" else each.effect_start_us for each in run.steps if each.step == step]
    return min((time_us for time_us in times if time_us is not None), default=None)


def hindered(said: Accusation, run: RunSeen) -> str:
    """Why none of the detectors that *said* means could speak in *run*; empty where one could."""
    kind = KIND if said.rule else said.detector
    meant = [each for each in run.listened if said.any or each.kind == kind]
    if any(each.ran for each in meant):
        return ""
    return "; ".join(f"{each.kind} did not run: {each.reason}" for each in meant) or "nobody listened"


def had_nothing_to_read(said: Accusation, run: RunSeen, rules: Sequence[NamedRule]) -> bool:
    """Whether *said* means a Sigma rule that had no row of its log in *run*; *rules* are those of the ruleset.

    Of a file with correlations these are meant: a rule that they rest on seldom speaks for itself.
    """
    found = called(said.rule, rules) if said.rule else ()
    meant = {rule.title for rule in found if rule.correlates} or {rule.title for rule in found}
    return bool(meant) and meant <= {title for each in run.listened for title in each.unread}


def suggests(technique: str, wanted: str) -> bool:
    """Whether *technique* is the *wanted* one, or a part of it; ids of ATT&CK v18 are those of v19."""
    found, asked = current(technique), current(wanted)
    return found == asked or found.startswith(f"{asked}.")


def _counts(said: Accusation, run: RunSeen, alert: SeenAlert) -> bool:
    """Whether *alert*, which is meant, accuses an asset in which it may."""
    return alert.right or run.known == "nothing" or (run.known == "story" and bool(said.entity))


def _speaks(said: Accusation, alert: SeenAlert, named: set[str]) -> bool:
    if said.rule:
        return alert.detector == KIND and (alert.rule in named or alert.title in named)
    return said.any or alert.detector == said.detector


def _fits(said: Accusation, alert: SeenAlert) -> bool:
    right = not said.technique or suggests(alert.technique, said.technique)
    return right and (not said.entities or any(fnmatchcase(alert.entity, each) for each in said.entities))
