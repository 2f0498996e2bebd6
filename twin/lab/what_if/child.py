"""A child: a process that goes on from exactly where this one stands, and sends back what it came to.

A hub in the middle of its run cannot be copied object by object: generators that wait for the clock have no copy. The
operating system can: ``fork`` doubles the whole process, and pages of memory only when one of the two writes to them.

A child ends itself when its parent has gone, so that whoever cancels the parent leaves nobody behind.

Sources: POSIX.1-2017, ``fork``; Python documentation, ``os.fork`` (which a process with several threads must not call).
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")

FORKS = hasattr(os, "fork")
"""Whether this machine can double a process."""


class Child(Generic[T]):
    """Does *task* in a process of its own, from this moment on; the task is handed a function to call now and then."""

    def __init__(self, task: Callable[[Callable[[], None]], T]) -> None:
        parent = os.getpid()
        self._read, write = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._read)
            _work(task, write, parent)
        os.close(write)

    def result(self) -> T:
        """What the task gave, once it is done; raises what it raised."""
        with os.fdopen(self._read, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(self._process, 0)
        if not said:
            raise RuntimeError(f"the other branch ended without a word (status {status})")
        good, value = pickle.loads(said)  # noqa: S301 - from our own child
        if not good:
            raise value
        done: T = value
        return done


def _work(task: Callable[[Callable[[], None]], T], write: int, parent: int) -> NoReturn:
    """Do *task* and end; nothing of the parent's (exit handlers, open files) is touched on the way out."""

    def still_wanted() -> None:
        if os.getppid() != parent:
            os._exit(1)

    try:
        try:
            said = pickle.dumps((True, task(still_wanted)), pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it
            said = pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(write, "wb") as pipe:
            pipe.write(said)
    finally:
        os._exit(0)
