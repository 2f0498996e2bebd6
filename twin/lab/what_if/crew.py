"""A crew: processes that do jobs, tell when each is done, and can be sent home at any moment.

Workers come from a fork server that has the lab imported, so that a second question starts at once; where there is none
they are started anew. Whoever waits gets a word several times a second, also when nothing is done yet: an app cancels
by raising from there.

Sources: Python documentation, multiprocessing, contexts and start methods (``forkserver``) and ``connection.wait``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Work = TypeVar("Work")
Outcome = TypeVar("Outcome")

BEAT_S = 0.25
MOST = 8
"""Workers at most, unless somebody asks for more."""
_PRELOAD = [
    "twin.lab.what_if.pair", "twin.plant.population", "twin.lab.metrics", "twin.detectors", "twin.attacks",
    "twin.responses",
]  # fmt: skip


_LINES: list[Connection] = []
"""In a worker: the line to whoever waits for it."""


def in_turn(
    jobs: Sequence[Work], task: Callable[[Work], Outcome], workers: int, beat: Callable[[], None],
    heard: Callable[[Any], None] | None = None,
) -> Iterator[tuple[Work, Outcome]]:  # fmt: skip
    """Jobs with what *task* makes of each, as they complete, by *workers* processes.

    *beat* is called while waiting, *heard* with whatever a task says meanwhile (:func:`say`).
    """
    crew = [_Worker(context(), task) for _ in range(min(workers, len(jobs)))]
    waiting = list(reversed(jobs))
    try:
        for worker in crew:
            worker.give(waiting.pop())
        while busy := [worker for worker in crew if worker.job is not None]:
            beat()
            ready = wait([worker.line for worker in busy], BEAT_S)
            for worker in (worker for worker in busy if worker.line in ready):
                word, value = worker.hear()
                if word == "said":
                    if heard is not None:
                        heard(value)
                    continue
                job, outcome = worker.done(value)
                if waiting:
                    worker.give(waiting.pop())
                yield job, outcome
    finally:
        for worker in crew:
            worker.leave()


def say(value: object) -> None:
    """Tell whoever waits for this worker something; nothing where nobody does."""
    for line in _LINES:
        line.send(("said", value))


def crew_size(workers: int | None, jobs: int) -> int:
    """How many workers *jobs* deserve: *workers*, or one a processor."""
    return max(1, min(workers or min(os.cpu_count() or 1, MOST), jobs))


def context() -> BaseContext:
    """How workers start here: from a server that has the lab imported, or anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    served = multiprocessing.get_context("forkserver")
    served.set_forkserver_preload(_PRELOAD)
    return served


class _Worker(Generic[Work, Outcome]):
    """One process and the line to it."""

    def __init__(self, served: BaseContext, task: Callable[[Work], Outcome]) -> None:
        self.line, theirs = multiprocessing.Pipe()
        self.job: Work | None = None
        self._process: BaseProcess = served.Process(target=_serve, args=(theirs, task), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()

    def give(self, job: Work) -> None:
        self.job = job
        self.line.send(job)

    def hear(self) -> tuple[str, Any]:
        """The next word of the worker: ``said`` or ``done``; what it raised is raised."""
        try:
            word, value = self.line.recv()
        except EOFError:
            self._process.join()
            raise RuntimeError(f"a worker ended in the middle of its work ({self._process.exitcode})") from None
        if word == "raised":
            raise value
        return word, value

    def done(self, outcome: Outcome) -> tuple[Work, Outcome]:
        """The job that *outcome* is of; the worker has none any more."""
        job, self.job = self.job, None
        if job is None:
            raise RuntimeError("this worker has nothing to do")
        return job, outcome

    def leave(self) -> None:
        self._process.terminate()
        self._process.join()
        self.line.close()


def _serve(line: Connection, task: Callable[[Work], Outcome]) -> None:
    """Do the jobs that come in, until nobody is there any more; Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _LINES.append(line)
    while True:
        try:
            job = line.recv()
        except EOFError:
            return
        said: tuple[str, Any]
        try:
            said = ("done", task(job))
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it
            said = ("raised", error)
        line.send(said)
