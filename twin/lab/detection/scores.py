"""Scores: every voice of a ruleset beside three detectors that know nothing, on the same runs.

Whatever a test promises, this table stands beside it: a rule that is no better than a lot drawn at random has found
nothing, and a precision says little without the base rate of the runs that it was measured on. So three numbers stand
together:

========================  ==========================================================================================
base rate                 share of the watched time in which a step of an attack was at work
precision here            right alerts by alerts, in these runs, at that base rate
precision in the field    the same detector where one such attack comes in :data:`FIELD_DAYS` days: r / (r + d f), with
                          r right alerts an attack, f wrong alerts a day and d those days
========================  ==========================================================================================

Source: S. Axelsson, The base-rate fallacy and the difficulty of intrusion detection, ACM TISSEC 3 (2000); the null
detectors are :mod:`twin.detectors.always`, :mod:`twin.detectors.never` and :mod:`twin.detectors.random`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from twin.core.units import DAY_US, Us
from twin.lab.detection.results import RunSeen, Score, SeenAlert
from twin.lab.detection.truth import first_moment
from twin.lab.scenario import Choice
from twin.lab.statistics import Estimate, rate_interval, share_interval

FIELD_DAYS = 30.0
"""How seldom the field precision takes an attack to come, days [judgement]."""
NULLS = tuple(Choice(kind=kind) for kind in ("never", "random", "always"))
"""Detectors that know nothing."""


def scores_of(runs: Sequence[RunSeen], nulls: Sequence[RunSeen]) -> tuple[Score, ...]:
    """Each voice of the *runs*, posture by posture, and then those of the *nulls* on the same runs.

    Runs with variants are left out, which are harder on purpose, and recordings, whose truth nobody knows.
    """
    told = [run for run in runs if run.story and not run.variant]
    beside = [run for run in nulls if run.story and not run.variant]
    found: list[Score] = []
    for posture in dict.fromkeys(run.posture for run in told):
        for group, null in ((told, False), (beside, True)):
            own = [run for run in group if run.posture == posture]
            found += [_score(posture, voice, own, null=null) for voice in _voices(own)]
    return tuple(found)


def attacked_us(run: RunSeen) -> Us:
    """How long a step of an attack was at work in *run*; one that does not end lasts to the end of the run."""
    spans = sorted(
        (step.start_us, min(step.end_us or run.span_us, run.span_us)) for step in run.steps if not step.benign
    )
    total, until = 0, 0
    for start, end in spans:
        total += max(0, end - max(start, until))
        until = max(until, end)
    return total


def _voices(runs: Iterable[RunSeen]) -> list[str]:
    """Detectors that ran, in the ruleset's order, and of the Sigma detector its rules that spoke."""
    ran: dict[str, set[str]] = {}
    for run in runs:
        for each in run.listened:
            if each.ran:
                ran.setdefault(each.kind, set())
        for alert in run.alerts:
            ran.setdefault(alert.detector, set()).add(_voice(alert))
    return list(dict.fromkeys(voice for kind, spoke in ran.items() for voice in sorted(spoke) or [kind]))


def _voice(alert: SeenAlert) -> str:
    return alert.title if alert.rule else alert.detector


def _score(posture: str, voice: str, runs: Sequence[RunSeen], *, null: bool) -> Score:
    attacks = [run for run in runs if first_moment(run.steps) is not None]
    hits = sum(any(alert.right for alert in _said(run, voice)) for run in attacks)
    alerts = [alert for run in runs for alert in _said(run, voice)]
    right = sum(alert.right for alert in alerts)
    span_us = sum(run.span_us for run in runs)
    wrong = rate_interval(len(alerts) - right, span_us / DAY_US)
    return Score(
        posture=posture, voice=voice, null=null, recall=share_interval(hits, len(attacks)), right=right,
        wrong=len(alerts) - right, wrong_per_day=wrong, base_rate=sum(map(attacked_us, runs)) / span_us,
        field_precision=_field(right / len(attacks) if attacks else 0.0, wrong),
    )  # fmt: skip


def _said(run: RunSeen, voice: str) -> Iterator[SeenAlert]:
    return (alert for alert in run.alerts if _voice(alert) == voice)


def _field(right: float, wrong: Estimate) -> Estimate:
    """The precision in the field, with the interval that the wrong alerts have; none for who says nothing right."""
    if not right:
        return Estimate(None if not wrong.mean else 0.0, None, None, wrong.n)
    worst, middle, best = (right / (right + FIELD_DAYS * (each or 0.0)) for each in (wrong.hi, wrong.mean, wrong.lo))
    return Estimate(middle, worst, best, wrong.n)
