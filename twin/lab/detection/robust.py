"""Robustness: where along a scale of an attack detection stops.

Each value is tried on every seed. Values that must be detected make the check fail when the lower Wilson bound of their
recall is below the promise; the others are measured and told, so that a reader sees where the rule stops.

Source: that of :mod:`twin.lab.detection.bounds`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from twin.lab.detection.judge import Stage, judge_recall
from twin.lab.detection.promises import VARIED, Robustness
from twin.lab.detection.results import Check, Verdict
from twin.lab.detection.variants import label_of, settings_for


class Tried(NamedTuple):
    """One value: whether it must be detected, and the check of its recall."""

    value: Any
    gated: bool
    check: Check


def judge_robustness(stage: Stage, number: int, each: Robustness) -> Check:
    """One check for all values; *stage* holds the runs of all of them."""
    what = f"robustness[{number}]"
    tried = list(_tried(stage, what, each))
    verdict, telling = _worst(tried)
    message = f"{', '.join(_words(each, one) for one in tried)}; {_stops(each, tried)}"
    if telling.check.verdict in ("error", "nothing"):
        message = telling.check.message
    told = [label_of(each, value) for value in each.must_detect]
    wanted = f"detected at {', '.join(told)}, recall {telling.check.wanted}" if told else "told only"
    return replace(telling.check, verdict=verdict, message=message, wanted=wanted,
                   timeline=telling.check.timeline if verdict == "failed" else (),
                   seeds=telling.check.seeds if verdict == "failed" else ())  # fmt: skip


def _tried(stage: Stage, what: str, each: Robustness) -> Iterator[Tried]:
    for value in each.values:
        runs = tuple(run for run in stage.runs if run.variant == settings_for(each, value))
        said = each.model_copy(update={"entity": str(value)}) if VARIED in each.entities else each
        check = judge_recall(replace(stage, runs=runs), what, said, each.recall)
        yield Tried(value, value in each.must_detect, check)


def _worst(tried: Sequence[Tried]) -> tuple[Verdict, Tried]:
    """The verdict of all values together, and the value that decides it."""
    unjudged: tuple[Verdict, ...] = ("error", "nothing")
    for verdict in unjudged:
        found = [one for one in tried if one.check.verdict == verdict]
        if found and (len(found) == len(tried) or any(one.gated for one in found)):
            return verdict, found[0]
    failed = [one for one in tried if one.gated and one.check.verdict == "failed"]
    return ("failed", failed[0]) if failed else ("passed", next((one for one in tried if one.gated), tried[0]))


def _words(each: Robustness, one: Tried) -> str:
    measured = one.check.measured
    if measured is None or measured.mean is None:
        return f"{label_of(each, one.value)}: not attacked"
    return f"{label_of(each, one.value)}: {round(measured.mean * measured.n)} of {measured.n}"


def _stops(each: Robustness, tried: Sequence[Tried]) -> str:
    """Where more than half of the runs are missed for the first time."""
    for one in tried:
        measured = one.check.measured
        if measured is not None and measured.mean is not None and measured.mean < 0.5:
            return f"detection stops at {label_of(each, one.value)}"
    return "detection does not stop"
