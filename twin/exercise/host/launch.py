"""Hosts are started where they are missed: by the pages that need them, one process an exercise.

Whoever looks at an exercise asks for its host. Where nobody has the lease, a host is started; where two pages start one
each, the second finds the lease taken and leaves. A host that fails again and again is started ever more rarely. One
that runs and keeps no lease, for it hangs, is replaced: its successor may begin at once, for without a lease the old
one cannot write. A host goes on when the pages are restarted, for it is a session of its own; it leaves when nobody
looks any more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from twin.exercise.outside import seconds
from twin.exercise.store.address import VARIABLE, Address
from twin.exercise.store.lease import MOST_HOSTS, HostState
from twin.exercise.store.store import Store

LOOK_S = 0.25
"""A lease is looked at so often at most."""

LOADING_S = 60.0
"""A host that was started takes so long at most until it asks for the lease: some 5 s of work, on a busy machine 30."""

SILENT_S = 5.0
"""A host that runs is given up when its lease has been missed for so long; a moment's wait for the disk is none."""

LONGEST_REST_S = 30.0
_LIVED_S = 60.0
"""A host that lived so long did not fail at its start."""


class Child(Protocol):
    """A process that was started."""

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""

    def terminate(self) -> None:
        """Ask it to stop."""


Start = Callable[[str, Address], Child]


def start_host(exercise: str, address: Address) -> subprocess.Popen[bytes]:
    """Start ``twin exercise host`` on *exercise*; the address goes by the environment: arguments can be read."""
    home = str(Path(__file__).resolve().parents[3])
    path = os.pathsep.join(part for part in (home, os.environ.get("PYTHONPATH", "")) if part)
    environment = {**os.environ, "PYTHONPATH": path, VARIABLE: address.url}
    words: Sequence[str] = (sys.executable, "-m", "twin", "exercise", "host", exercise)
    said = os.devnull if address.folder is None else address.folder / f"host-{exercise}.log"
    with open(said, "ab", opener=_for_its_owner) as output:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and words; the id comes from the store
            words, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@dataclass
class _Started:
    child: Child
    at_s: float
    rest_s: float = 0.0
    missed_s: float | None = None
    """Since when its lease has been missed."""


class Launcher:
    """Starts the hosts of one store, as seen from one process."""

    def __init__(self, store: Store, start: Start = start_host, clock: Callable[[], float] = seconds) -> None:
        self._store, self._start, self._clock = store, start, clock
        self._started: dict[str, _Started] = {}
        self._looked: dict[str, float] = {}
        self._replaced: list[Child] = []
        self._lock = threading.Lock()

    def ensure(self, exercise: str) -> None:
        """See to it that *exercise* has a host, or will have one within seconds; nothing where it is :meth:`full`."""
        now_s = self._clock()
        with self._lock:
            if abs(now_s - self._looked.get(exercise, -LOOK_S)) >= LOOK_S:
                self._looked[exercise] = now_s
                self._ensure(exercise, now_s)

    def full(self, now_s: float, besides: str = "") -> bool:
        """Whether as many exercises (*besides* one) are played, or will be in some seconds, as may be."""
        with self._lock:
            return self._full(now_s, besides)

    def _full(self, now_s: float, besides: str) -> bool:
        coming = {exercise for exercise, ours in self._started.items() if _loads(ours, now_s)}
        return len((coming | self._store.played(now_s)) - {besides}) >= MOST_HOSTS

    def _ensure(self, exercise: str, now_s: float) -> None:
        ours = self._started.get(exercise)
        if ours is not None and _loads(ours, now_s):
            return
        state = self._store.host(exercise)
        if state is None or _has_host(state, ours, now_s):
            return
        rest_s = _rest_s(ours, now_s)
        if ours is not None and 0 <= now_s - ours.at_s < rest_s:
            return
        if self._full(now_s, exercise):
            return
        self._started[exercise] = _Started(self._start(exercise, self._store.address), now_s, rest_s)
        if ours is not None:
            self._end(ours.child)

    def _end(self, child: Child) -> None:
        """Ask a host that hangs to leave, and remember it until it has: what was started here is waited for here."""
        self._replaced = [old for old in (*self._replaced, child) if old.poll() is None]
        if child in self._replaced:
            child.terminate()


def _loads(ours: _Started, now_s: float) -> bool:
    """Whether a host was started here so lately that it may not have its lease yet."""
    return 0 <= now_s - ours.at_s < LOADING_S and ours.child.poll() is None


def _has_host(state: HostState, ours: _Started | None, now_s: float) -> bool:
    """Whether somebody keeps the lease, or may be believed to take it up again; notes since when it is missed."""
    if ours is None or ours.child.poll() is not None:
        return state.alive(now_s) and not _killed(ours)
    if state.alive(now_s):
        ours.missed_s = None
        return True
    if ours.missed_s is None:
        ours.missed_s = now_s
    return 0 <= now_s - ours.missed_s < SILENT_S


def _killed(ours: _Started | None) -> bool:
    """Whether the host that was started here was killed: what it forked may be dead too, and its lease still run.

    Another one is loading while the lease ends; where somebody still keeps it, that one leaves again.
    """
    return ours is not None and (ours.child.poll() or 0) < 0


def _rest_s(ours: _Started | None, now_s: float) -> float:
    """How long to wait between two starts: nothing after a host that lived, then twice as long each time."""
    if ours is None or now_s - ours.at_s > _LIVED_S:
        return 0.0
    return min(LONGEST_REST_S, max(1.0, 2 * ours.rest_s))
