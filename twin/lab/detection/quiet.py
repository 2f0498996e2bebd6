"""Quiet days: what a ruleset says when nothing is wrong, and what that costs the people who answer.

Alerts a day have an exact Poisson bound; that they come in clusters makes the bound a little too good, which is why the
count by entity stands beside it. A **case** is one entity in one run: the first alert on it costs a triage of the
posture's length, and each further one ten seconds, as in the operations centre (:mod:`twin.lab.soc`). What analysts
spend is bounded by the bound of the cases a day, each as long as the cases were, or a triage where there was none.

Source: Garwood, Biometrika 28 (1936).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from twin.core.units import DAY_US, MINUTE_US
from twin.lab.detection.bounds import rate_bounds
from twin.lab.detection.judge import Stage
from twin.lab.detection.promises import Benign, Effort, Rate
from twin.lab.detection.results import Check, RunSeen
from twin.lab.detection.timeline import timeline
from twin.lab.soc.centre import JOINED_US
from twin.lab.statistics import Estimate
from twin.lab.wording import plural

MOST_NAMED = 4
QUIET = ("false_alerts_per_day", "analyst_minutes_per_day")
"""What may be promised of quiet days."""


def judge_quiet(stage: Stage, benign: Benign, triage_min: float) -> Iterator[Check]:
    """The checks of the quiet days; *triage_min* is what a case takes under this posture, minutes."""
    days = sum(run.span_us for run in stage.runs) / DAY_US
    ran = all(any(each.ran for each in run.listened) for run in stage.runs)
    for name in QUIET:
        what, wanted = f"benign.{name}", getattr(benign, name)
        if wanted is None:
            continue
        if not stage.runs:
            yield stage.check(what, None, verdict="nothing", message="nothing was run")
        elif not ran:
            yield stage.check(what, None, verdict="error", message="no detector could speak, so silence proves nothing")
        elif isinstance(wanted, Rate):
            yield _judge_rate(stage, what, wanted, days)
        else:
            yield _judge_effort(stage, what, wanted, days, triage_min)


def analyst_minutes(run: RunSeen, triage_min: float) -> float:
    """Minutes that analysts spend on the alerts of *run*."""
    cases = _cases(run)
    return cases * triage_min + (len(run.alerts) - cases) * JOINED_US / MINUTE_US


def _judge_rate(stage: Stage, what: str, wanted: Rate, days: float) -> Check:
    count = sum(len(run.alerts) for run in stage.runs)
    measured = rate_bounds(count, days, wanted.confidence)
    proven = measured.hi if measured.hi is not None else float("inf")
    message = f"{plural(count, 'alert')} in {days:.3g} days: at most {proven:.3g} a day at {wanted.confidence:.0%}"
    return _verdict(stage, what, measured, "alerts a day", f"at most {wanted.at_most:g} a day", message,
                    kept=proven <= wanted.at_most)  # fmt: skip


def _judge_effort(stage: Stage, what: str, wanted: Effort, days: float, triage_min: float) -> Check:
    cases = sum(_cases(run) for run in stage.runs)
    each = sum(analyst_minutes(run, triage_min) for run in stage.runs) / cases if cases else triage_min
    measured = _times(rate_bounds(cases, days, wanted.confidence), each)
    proven = measured.hi if measured.hi is not None else float("inf")
    message = (
        f"{plural(cases, 'case')} of {each:.3g} min in {days:.3g} days: {measured.mean or 0.0:.3g} min a day, "
        f"at most {proven:.3g} at {wanted.confidence:.0%}"
    )
    return _verdict(stage, what, measured, "min a day", f"at most {wanted.at_most:g} min a day", message,
                    kept=proven <= wanted.at_most)  # fmt: skip


def _cases(run: RunSeen) -> int:
    return len({alert.entity for alert in run.alerts})


def _times(rate: Estimate, factor: float) -> Estimate:
    """*rate* with all of its values *factor* times as large."""
    mean, low, high = (None if value is None else factor * value for value in (rate.mean, rate.lo, rate.hi))
    return Estimate(mean, low, high, rate.n, rate.undefined)


def _verdict(
    stage: Stage, what: str, measured: Estimate, unit: str, wanted: str, message: str, *, kept: bool
) -> Check:  # fmt: skip
    told = {"measured": measured, "unit": unit, "wanted": wanted}
    if kept:
        return stage.check(what, None, verdict="passed", message=message, **told)
    loud = sorted((run for run in stage.runs if run.alerts), key=lambda run: (-len(run.alerts), run.seed))
    if not loud:
        return stage.check(what, None, verdict="failed", message=f"{message}; watch more days", **told)
    lines = (loud[0].label, *timeline(loud[0]))
    seeds = tuple(sorted({run.seed for run in loud}))
    words = f"{message}; most by {_loudest(stage.runs)}"
    return stage.check(what, None, verdict="failed", message=words, timeline=lines, seeds=seeds, **told)


def _loudest(runs: Sequence[RunSeen]) -> str:
    """Who said most about whom: ``scan on ws-03 4 times``."""
    counted = Counter(
        (alert.title if alert.rule else alert.detector, alert.entity) for run in runs for alert in run.alerts
    )
    first = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMED]
    return ", ".join(f"{who} on {whom} {count} times" for (who, whom), count in first)
