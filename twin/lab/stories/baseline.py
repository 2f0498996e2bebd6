"""Baselines: how a story ends on seed 1, kept beside it and changed on purpose only.

A change of the program that makes a step fail, a detector fall silent or a loss double shows as a difference to
``baseline.json``; whoever meant it writes the file anew, and the difference stands in the change that caused it.

Source: none; a golden file is the oldest regression test there is, and goes wrong where it is renewed without reading.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twin.core.errors import BadInput, Fault, Place
from twin.lab.asked import check_comparison, faults_of
from twin.lab.compare import Job, outcomes
from twin.lab.find import find
from twin.lab.stories.progress import progress_of

if TYPE_CHECKING:
    from twin.lab.run import Run

BASELINE_FILE = "baseline.json"
POSTURES = ("flat", "zones", "zero-trust")
"""Nothing between things, zones between them, and everything asked for its key."""
SEED = 1
_ROUNDED_EUR = 10
_REMEDY = "write it anew with --update"

Outcome = dict[str, Any]
Baseline = dict[str, Outcome]


def outcome_of(done: Run) -> Outcome:
    """One run in what a baseline keeps: ends of steps, detectors that fired, orders late, loss in tens of EUR."""
    loss, late = done.metrics["loss_eur"].value, done.metrics["orders_late"].value
    return {
        "steps": dict(progress_of(done.story, done.attack).ends),
        "detectors": sorted({alert["detector"] for alert in done.alerts}),
        "orders_late": None if late is None else int(late),
        "loss_eur": None if loss is None else _ROUNDED_EUR * round(loss / _ROUNDED_EUR),
    }


def baseline_of(
    story: str, postures: Sequence[str] = POSTURES, *, workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Baseline:  # fmt: skip
    """How *story* ends now under each of *postures*; raises :class:`~twin.core.errors.BadInput` with all faults."""
    faults = faults_of(partial(check_comparison, story, postures, [SEED], None, None, workers, ()))
    if faults:
        raise BadInput(faults)
    jobs = [Job(story, posture, posture, SEED, quiet=False) for posture in postures]
    found: Baseline = {}
    for done, (job, outcome) in enumerate(outcomes(jobs, _outcome, workers), 1):
        found[job.label] = outcome
        if progress:
            progress(done, len(jobs))
    return {posture: found[posture] for posture in postures}


def _outcome(job: Job) -> Outcome:
    from twin.lab.run import run

    return outcome_of(run(job.story, job.posture, seed=job.seed))


def baseline_path(story: str) -> Path:
    """Where the baseline of *story* lies."""
    return find("story", story).with_name(BASELINE_FILE)


def read_baseline(story: str) -> Baseline | None:
    """The baseline of *story*; None where none was ever written.

    Raises :class:`~twin.core.errors.BadInput` for a file that holds none.
    """
    path = baseline_path(story)
    if not path.is_file():
        return None
    try:
        read: Any = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise BadInput([Fault(Place(str(path)), "unreadable-file", "is not JSON.", _REMEDY)]) from None
    if not isinstance(read, dict) or not all(_is_outcome(each) for each in read.values()):
        raise BadInput([Fault(Place(str(path)), "unreadable-file", "is not a baseline of a story.", _REMEDY)])
    return read


def _is_outcome(read: object) -> bool:
    """Whether *read* has the shape of one posture's outcome."""
    return isinstance(read, dict) and isinstance(read.get("steps"), dict) and isinstance(read.get("detectors"), list)


def write_baseline(story: str, baseline: Baseline) -> Path:
    """Keep *baseline* beside *story*: all of it, or nothing."""
    path = baseline_path(story)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(baseline, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
    return path


def differences(kept: Mapping[str, Outcome], now: Mapping[str, Outcome]) -> Iterator[str]:
    """What has changed from *kept* to *now*, one line a value, in the order of the postures."""
    for posture in dict.fromkeys((*kept, *now)):
        before, after = _flat(kept.get(posture, {})), _flat(now.get(posture, {}))
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield f"{posture}: {name} was {_said(before.get(name))}, is {_said(after.get(name))}"


def _flat(outcome: Outcome) -> dict[str, Any]:
    steps = {f"step {step}": end for step, end in outcome.get("steps", {}).items()}
    return {**steps, **{name: value for name, value in outcome.items() if name != "steps"}}


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)
