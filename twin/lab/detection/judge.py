"""Judging: the promises of a test against the runs that were listened to.

==================  ==================================================================================================
promise             kept where
==================  ==================================================================================================
``alerts``          in every run the alerts from the attack's first moment on are enough, and all of them not too many
``recall``          the lower Wilson bound of the share of runs with a detection reaches the share
``time_to_detect``  the percentile (product-limit, undetected runs censored) is no longer than the limit; with a
                    confidence, its upper limit is not
``before``          in every run that had the impact, the detection came earlier
==================  ==================================================================================================

A run in which the moment that a promise counts from never came (the step was blocked before it) has nothing to detect
and is left out, unless it has more alerts than it may; so are runs in none of which a rule had a row to read. Where no
run is left, the verdict is ``nothing``, never ``passed``. Of a recording without a truth book or labels nobody knows
which alert is right, so there only ``alerts`` is judged.

Sources: those of :mod:`twin.lab.detection.bounds` and :mod:`twin.lab.detection.survival`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twin.core.units import SECOND_US, Us, format_duration, us
from twin.lab.detection.accuse import alerts_meant, detection, had_nothing_to_read, hindered, moment
from twin.lab.detection.bounds import recall_bounds, rule_of_three
from twin.lab.detection.detect_file import TestFile
from twin.lab.detection.promises import Accusation, Counted, Promise, Share, Soon
from twin.lab.detection.results import Check, RunSeen, SeenAlert
from twin.lab.detection.rules import NamedRule, called
from twin.lab.detection.survival import Wait, percentile
from twin.lab.detection.timeline import timeline
from twin.lab.loader import load_inputs
from twin.lab.statistics import LEVEL, Estimate, count_interval
from twin.lab.stories.progress import attack_steps_of
from twin.lab.wording import plural

MOST_SEEDS_NAMED = 8
UNKNOWN = "without labels nobody knows which alert is right, so nothing was tested"


@dataclass(frozen=True)
class Stage:
    """What is judged: the runs of one story under one posture, and the rules of the ruleset that watched them."""

    file: TestFile
    story: str
    posture: str
    runs: tuple[RunSeen, ...]
    rules: tuple[NamedRule, ...]

    @property
    def attacks(self) -> bool:
        """Whether the story of these runs has an attack, begun or not."""
        test = self.file.test
        made = (load_inputs(name, test.postures[0], test.site, test.set, test.hours).story for name in test.told)
        return any(story.name == self.story and attack_steps_of(story) for story in made)

    def check(self, what: str, said: Accusation | None, **told: Any) -> Check:
        """A check at the place of *what*, about the alerts that *said* means."""
        place = self.file.place(what)
        found = called(said.rule, self.rules)[:1] if said is not None and said.rule else ()
        rule = {"rule_file": found[0].path, "rule_line": found[0].line} if found else {}
        filled: dict[str, Any] = {"measured": None, "unit": "", "wanted": "", **rule, **told}
        return Check(
            test=self.file.test.title, story=self.story, posture=self.posture, what=what,
            subject=said.words if said is not None else "the ruleset", file=str(self.file.path), line=place.line,
            column=place.column, **filled,
        )  # fmt: skip


def judge_promise(stage: Stage, number: int, promise: Promise) -> Iterator[Check]:
    """A check for each thing that *promise*, the *number*-th of the file, says."""
    what = f"expect[{number}]"
    silent = next((reason for run in stage.runs if (reason := hindered(promise, run))), "")
    for name, judged in JUDGES.items():
        if not getattr(promise, name):
            continue
        unknown = name != "alerts" and any(run.known == "nothing" for run in stage.runs)
        if silent or unknown or not stage.runs:
            verdict = "error" if silent else "nothing"
            why = UNKNOWN if unknown else "nothing was run"
            yield stage.check(f"{what}.{name}", promise, verdict=verdict, message=silent or why)
        else:
            yield judged(stage, f"{what}.{name}", promise)


def judge_count(stage: Stage, what: str, promise: Promise) -> Check:
    """How many alerts each run has."""
    wanted = promise.alerts or Counted()
    told = _range(wanted)
    idle = _idle(stage, promise)
    counts: list[float] = []
    broken: list[RunSeen] = []
    for number, run in enumerate(stage.runs):
        meant = alerts_meant(promise, run, stage.rules)
        loud = wanted.at_most is not None and len(meant) > wanted.at_most
        if number in idle and not loud:
            continue
        right = [alert for alert in meant if alert.time_us >= (moment(run, "attack") or 0)]
        counts.append(len(meant))
        if loud or (number not in idle and len(right) < (wanted.at_least or 0)):
            broken.append(run)
    if not counts:
        return _nothing(stage, what, promise, next(iter(idle.values()), "nothing was run"))
    measured = count_interval(counts)
    if not broken:
        words = f"{plural(measured.mean or 0.0, 'alert')} a run in {plural(len(counts), 'run')}"
        return stage.check(
            what, promise, verdict="passed", measured=measured, unit="alerts", wanted=told, message=words
        )
    had = len(alerts_meant(promise, broken[0], stage.rules))
    message = f"{plural(had, 'alert')} on seed {broken[0].seed}, {told} wanted; so {_seeds(broken, stage.runs)}"
    ending = f"{plural(had, 'alert')} by {promise.words}"
    return _failed(stage, what, promise, broken[0], broken, ending,
                   message=message, measured=measured, unit="alerts", wanted=told)  # fmt: skip


def _idle(stage: Stage, promise: Promise) -> dict[int, str]:
    """Numbers of the runs of which too few alerts say nothing, each with the reason."""
    begun = [moment(run, "attack") is not None for run in stage.runs]
    attacked = any(begun) or stage.attacks
    found = {number: "the attack never began" for number, came in enumerate(begun) if attacked and not came}
    deaf = all(had_nothing_to_read(promise, run, stage.rules) for run in stage.runs)
    if deaf and not (promise.alerts and promise.alerts.at_least):
        found |= dict.fromkeys(range(len(stage.runs)), "no row that the rule reads was seen")
    return found


def judge_recall(stage: Stage, what: str, said: Accusation, wanted: Share) -> Check:
    """In what share of the runs there is a detection."""
    found = [(run, detected) for run, _, detected in _detections(stage, said, "attack")]
    if not found:
        return _nothing(stage, what, said, "the attack never began")
    missed = [run for run, detected in found if detected is None]
    runs, hits = len(found), len(found) - len(missed)
    measured = recall_bounds(hits, runs, wanted.confidence)
    proven = measured.lo or 0.0
    message = f"{hits} of {plural(runs, 'run')} detected: recall at least {proven:.3f} at {wanted.confidence:.0%}"
    told = {"measured": measured, "unit": "share", "wanted": f"at least {wanted.at_least:g} at {wanted.confidence:.0%}"}
    if proven >= wanted.at_least:
        return stage.check(what, said, verdict="passed", message=message, **told)
    if not missed:
        reckoned = rule_of_three(runs)
        message += f", all that so few runs can prove{f' (rule of three: {reckoned:.2f})' if reckoned > 0 else ''}"
        return stage.check(what, said, verdict="failed", message=message, **told)
    message += f"; missed on {_seeds(missed, stage.runs)}"
    return _failed(stage, what, said, missed[0], missed, _not_detected(said), message=message, **told)


def judge_time(stage: Stage, what: str, promise: Promise) -> Check:
    """How long the wait for a detection is, undetected runs counted as longer than they were watched."""
    wanted = promise.time_to_detect or Soon(at_most_s=1.0)
    found = [(run, _wait(run, since, seen)) for run, since, seen in _detections(stage, promise, wanted.since)]
    if not found:
        return _nothing(stage, what, promise, f"{wanted.since} never came")
    level = LEVEL if wanted.confidence is None else 2 * wanted.confidence - 1
    measured = percentile([wait for _, wait in found], wanted.percentile, level)
    reached = measured.mean if wanted.confidence is None else measured.hi
    order = f"{wanted.percentile:g}th percentile"
    message = f"{order} {_span(measured, level)}; {measured.undefined} of {plural(measured.n, 'run')} not detected"
    limit = format_duration(us(wanted.at_most_s))
    told = {"measured": measured, "unit": "s", "wanted": f"{order} at most {limit} from {wanted.since}"}
    if reached is not None and reached <= wanted.at_most_s:
        return stage.check(what, promise, verdict="passed", message=message, **told)
    late = [run for run, wait in found if not wait.seen or wait.time_s > wanted.at_most_s]
    worst, wait = max(found, key=lambda each: (not each[1].seen, each[1].time_s))
    ending = "" if wait.seen else _not_detected(promise)
    return _failed(stage, what, promise, worst, late, ending, message=message, **told)


def judge_order(stage: Stage, what: str, promise: Promise) -> Check:
    """Whether the detection came first, in every run that had what it should come before."""
    wanted = promise.before
    races = [
        (run, came, detected)
        for run, _, detected in _detections(stage, promise, "attack")
        if (came := moment(run, wanted)) is not None
    ]
    if not races:
        return _nothing(stage, what, promise, f"{wanted} never came")
    lost = [(run, detected) for run, came, detected in races if detected is None or detected.time_us >= came]
    measured = recall_bounds(len(races) - len(lost), len(races), LEVEL)
    message = f"first in {len(races) - len(lost)} of {plural(len(races), 'run')} that had {wanted}"
    told = {"measured": measured, "unit": "share", "wanted": f"detected before {wanted}"}
    if not lost:
        return stage.check(what, promise, verdict="passed", message=message, **told)
    late = [run for run, _ in lost]
    message += f"; too late on {_seeds(late, stage.runs)}"
    ending = _not_detected(promise) if lost[0][1] is None else ""
    return _failed(stage, what, promise, late[0], late, ending, message=message, **told)


JUDGES: Mapping[str, Callable[[Stage, str, Promise], Check]] = {
    "alerts": judge_count,
    "recall": lambda stage, what, promise: judge_recall(stage, what, promise, promise.recall or Share(at_least=0.5)),
    "time_to_detect": judge_time,
    "before": judge_order,
}
"""What judges each part of a promise."""


def _detections(stage: Stage, said: Accusation, since: str) -> Iterator[tuple[RunSeen, Us, SeenAlert | None]]:
    """Every run in which *since* came, when it came, and the detection."""
    for run in stage.runs:
        came = moment(run, since)
        if came is not None:
            yield run, came, detection(said, run, stage.rules, came)


def _wait(run: RunSeen, since: Us, detected: SeenAlert | None) -> Wait:
    end = run.span_us if detected is None else detected.time_us
    return Wait((end - since) / SECOND_US, seen=detected is not None)


def _nothing(stage: Stage, what: str, said: Accusation, why: str) -> Check:
    message = f"{why} in {plural(len(stage.runs), 'run')}, so nothing was tested"
    return stage.check(what, said, verdict="nothing", message=message)


def _failed(
    stage: Stage, what: str, said: Accusation, worst: RunSeen, broken: Sequence[RunSeen], ending: str, **told: Any
) -> Check:  # fmt: skip
    """A broken promise, with what happened in the *worst* of the runs that broke it."""
    lines = (worst.label, *timeline(worst, ending))
    seeds = tuple(run.seed for run in broken)
    return stage.check(what, said, verdict="failed", timeline=lines, seeds=seeds, variant=worst.variant, **told)


def _not_detected(said: Accusation) -> str:
    return f"not detected by {said.words}"


def _range(wanted: Counted) -> str:
    least = [f"at least {wanted.at_least}"] if wanted.at_least is not None else []
    most = [f"at most {wanted.at_most}"] if wanted.at_most is not None else []
    return " and ".join(least + most)


def _seeds(broken: Sequence[RunSeen], runs: Sequence[RunSeen]) -> str:
    """``seeds 3, 17 and 2 more of 30``."""
    named = ", ".join(str(run.seed) for run in broken[:MOST_SEEDS_NAMED])
    more = f" and {len(broken) - MOST_SEEDS_NAMED} more" if len(broken) > MOST_SEEDS_NAMED else ""
    return f"seed{'s' * (len(broken) > 1)} {named}{more} of {len(runs)}"


def _span(measured: Estimate, level: float) -> str:
    """A time with its interval, whose ends may not be reached."""
    if measured.mean is None and measured.lo is None:
        return f"not reached in {plural(measured.n, 'run')}"
    middle, low, high = (_time(each) for each in (measured.mean, measured.lo, measured.hi))
    return f"{middle} ({level:.0%} {low} to {high})"


def _time(seconds: float | None) -> str:
    return "not reached" if seconds is None else format_duration(us(seconds))
