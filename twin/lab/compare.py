"""Comparing postures: the same hubs, the same seeds, and only the defence differs.

Every (posture, seed) is run twice, with the story and without its steps, spread over processes. A worker sends back a
:class:`~twin.lab.comparison.Trial`, a few numbers and names, never a log. Seeds come one after the other, so that after
Ctrl-C the runs that are complete make whole pairs; the result is then marked as interrupted.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TypeVar

from twin.core.errors import BadInput, Fault, Place
from twin.lab.asked import check_comparison, check_workers
from twin.lab.comparison import Comparison, Trial
from twin.lab.scenario import Decision

Work = TypeVar("Work")
Outcome = TypeVar("Outcome")
Progress = Callable[[int, int], None]
"""Told how many runs of how many are complete."""


@dataclass(frozen=True)
class Job:
    """One run to do: everything a worker needs, by name. ``posture`` is as it was asked for, ``label`` its name."""

    story: str
    posture: str
    label: str
    seed: int
    quiet: bool
    site: str | None = None
    hours: float | None = None
    settings: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()


def compare(
    story: str,
    postures: Sequence[str],
    seeds: int | Sequence[int] = 5,
    *,
    site: str | None = None,
    hours: float | None = None,
    settings: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run *story* under each of *postures* for each of *seeds* (a count, or the seeds themselves).

    ``workers`` processes share the work, by default one per processor; 1 stays in this process.
    """
    check_workers(workers)
    result = plan(story, postures, seeds, site=site, hours=hours, settings=settings)
    jobs = [
        Job(story, posture, label, seed, quiet, site, hours, tuple(settings))
        for seed in result.seeds
        for posture, label in zip(postures, result.postures, strict=True)
        for quiet in (False, True)
    ]
    done = 0
    try:
        for job, outcome in outcomes(jobs, trial, workers):
            (result.quiet if job.quiet else result.attacked)[job.label, job.seed] = outcome
            done += 1
            if progress:
                progress(done, len(jobs))
    except KeyboardInterrupt:
        result.interrupted = True
    return result


def plan(
    story: str,
    postures: Sequence[str],
    seeds: int | Sequence[int],
    *,
    site: str | None = None,
    hours: float | None = None,
    settings: Sequence[str] = (),
) -> Comparison:
    """The comparison before its first run: every input checked, no trial in it."""
    from twin.lab.loader import load_posture, load_story

    check_comparison(story, postures, seeds, site, hours, None, settings)
    told = load_story(story)
    labels = tuple(load_posture(posture).name for posture in postures)
    faults = _posture_faults(labels)
    if faults:
        raise BadInput(faults)
    return Comparison(
        story=told.name,
        title=told.title,
        question=told.question,
        site=site or told.site,
        seeds=tuple(range(1, seeds + 1)) if isinstance(seeds, int) else tuple(seeds),
        postures=labels,
        hours=hours or told.hours,
        settings=tuple(settings),
    )


def trial(job: Job) -> Trial:
    """Do one job: a run, reduced to its numbers and names."""
    from twin.lab.run import run

    done = run(
        job.story, job.posture, site=job.site, seed=job.seed, hours=job.hours, settings=job.settings,
        decisions=job.decisions, quiet=job.quiet,
    )  # fmt: skip
    return Trial.of(done)


def outcomes(
    jobs: Sequence[Work], task: Callable[[Work], Outcome], workers: int | None = None
) -> Iterator[tuple[Work, Outcome]]:
    """Jobs with what *task* makes of each, as they complete, spread over *workers* processes (one a processor)."""
    workers = workers or min(os.cpu_count() or 1, 8)
    if workers == 1:
        yield from ((job, task(job)) for job in jobs)
        return
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_ignore_interrupts)
    try:
        waiting = {pool.submit(task, job): job for job in jobs}
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    except BaseException:
        for worker in set(multiprocessing.active_children()) - before:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the parent alone answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _posture_faults(labels: tuple[str, ...]) -> list[Fault]:
    if not labels:
        message, remedy = "no posture was named.", "write names with commas between: flat,zones  (twin list postures)"
        return [Fault(Place("--postures"), "missing-value", message, remedy)]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    return [
        Fault(Place("--postures"), "duplicate-name", f'"{label}" is named twice.', "name each posture once")
        for label in twice
    ]
