"""Timelines: what happened in one run and what was seen of it, for whoever has to know why a promise was broken.

::

    02:55:00   step      foothold begins: service_port on coffee-01
    03:00:00   step      scan begins: port_scan from coffee-01 on dc-01
    03:00:10   alert     scan accuses coffee-01 (T0846.001): Sweep over many ports
    03:01:40   impact    takeover of ws-03
    04:00:00   end       not detected by Many names that do not exist on coffee-01

Source: ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from twin.core.units import Us, format_clock
from twin.lab.detection.results import RunSeen, SeenAlert, SeenStep

MOST_LINES = 24
"""More lines than these are no help; the middle is left out, by number."""
_Line = tuple[Us, int, str, str]


def timeline(run: RunSeen, end: str = "") -> tuple[str, ...]:
    """The lines of *run*; *end* is what did not happen by its end."""
    lines = sorted([*_steps(run), *_impacts(run), *_alerts(run)])
    if end:
        lines.append((run.span_us, 9, "end", end))
    starts = datetime.fromisoformat(run.starts)
    told = [f"{format_clock(starts, time_us)}   {mark:<8}  {words}" for time_us, _, mark, words in lines]
    hidden = len(told) - MOST_LINES
    if hidden > 0:
        half = MOST_LINES // 2
        told = [*told[:half], f"           ... {hidden} more", *told[-half:]]
    return tuple(told)


def _steps(run: RunSeen) -> Iterator[_Line]:
    for step in run.steps:
        yield step.start_us, 0, "step", f"{step.move} begins: {_deed(step)}"
        if step.effect_start_us is not None:
            yield step.effect_start_us, 1, "effect", f"{step.move} has an effect in {step.target}"
        if step.end_us is not None:
            yield step.end_us, 4, "step", f"{step.move} ends: {step.outcome}"


def _deed(step: SeenStep) -> str:
    source = f" from {step.actor}" if step.actor and step.actor != step.target else ""
    return f"{step.attack}{source} on {step.target}{' (benign)' * step.benign}"


def _impacts(run: RunSeen) -> Iterator[_Line]:
    for impact in run.impacts:
        yield impact.time_us, 2, "impact", f"{impact.kind.replace('_', ' ')} of {impact.entity}"


def _alerts(run: RunSeen) -> Iterator[_Line]:
    """Alerts that say the same at one time are one line."""

    def same(alert: SeenAlert) -> tuple[Us, str, str, str, bool]:
        return alert.time_us, alert.detector, alert.title, alert.technique, alert.right

    for (time_us, detector, title, technique, right), group in groupby(sorted(run.alerts, key=same), key=same):
        entities = [alert.entity for alert in group]
        whom = ", ".join(entities[:3]) + (f" and {len(entities) - 3} more" if len(entities) > 3 else "")
        suggests = f" ({technique})" if technique else ""
        wrong = "" if right or not run.steps else ", wrongly"
        yield time_us, 3, "alert", f"{detector} accuses {whom}{wrong}{suggests}: {title}"
