"""A host that is killed has a successor at once: a parent that does nothing but wait, with everything loaded.

The parent forks the process that plays. Where that is killed, by whatever signal, the parent forks another, which finds
all libraries in memory and the exercise read, and so has only the log to play again: half of the way back is saved.
Where it leaves by itself, the parent leaves with it. The parent holds no connection and no lock while it forks.

Whoever asks the parent to stop is heard at any moment: while a child plays it is told, between two children there is no
other, and a child that is not playing yet leaves at once. One that does not leave in time is killed.

Source: Armstrong 2003, "Making reliable distributed systems in the presence of software errors" (supervisors).
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

from twin.exercise.outside import pause, ticking

MOST_RESTARTS = 5
"""In :data:`WINDOW_S`; who is killed more often is left to those who started the parent."""

WINDOW_S = 60.0
LEAVES_S = 10.0
"""A child that was asked to stop has so long for it."""

LEFT, FAULT = 0, 3
"""Exit codes of a child that was asked to stop, and of one that failed."""

_STOPS = (signal.SIGTERM, signal.SIGINT)

Play = Callable[[int], int]
"""Plays until it leaves; takes the process id of the predecessor that was killed (0: none), gives the exit code."""


class _Charge:
    """The child that plays, and whether it was asked to stop."""

    def __init__(self) -> None:
        self.child = 0
        self.asked = False

    def stop(self, _number: int, _frame: object) -> None:
        """Remember that somebody asks, and tell the child, where there is one."""
        self.asked = True
        self._tell()

    def end(self, _number: int, _frame: object) -> None:
        """The child had its time."""
        self._send(signal.SIGKILL)

    def plays(self, child: int) -> None:
        """There is a child; who asked while it was made did not reach it."""
        self.child = child
        if self.asked:
            self._tell()

    def stopping(self) -> bool:
        """Whether somebody has asked; a signal may come between any two lines."""
        return self.asked

    def _tell(self) -> None:
        if self.child:
            self._send(signal.SIGTERM)
            signal.setitimer(signal.ITIMER_REAL, LEAVES_S)

    def _send(self, number: int) -> None:
        with suppress(ProcessLookupError):
            if self.child:
                os.kill(self.child, number)


def supervise(play: Play) -> int:
    """Let children *play*, one after the other for as long as they are killed; the exit code of the last."""
    killed: list[float] = []
    dead, charge = 0, _Charge()
    for number in _STOPS:
        signal.signal(number, charge.stop)
    signal.signal(signal.SIGALRM, charge.end)
    gc.freeze()  # what is loaded stays; children share its memory as long as no collector writes to it
    while not charge.stopping():
        child = _fork(play, dead, charge)
        charge.plays(child)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        dead, charge.child = child, 0
        if charge.stopping():
            return max(code, LEFT)
        now_s = ticking()
        killed = [*(at_s for at_s in killed if now_s - at_s < WINDOW_S), now_s]
        if code >= 0 or len(killed) > MOST_RESTARTS:
            return code if code >= 0 else FAULT
        pause(0.0 if len(killed) == 1 else 0.5)
    return LEFT


def _fork(play: Play, dead: int, charge: _Charge) -> int:
    """A child that plays and never comes back from here; what is given is its process id."""
    sys.stdout.flush()
    sys.stderr.flush()
    # Python forgets what reaches a new process before it has come to itself; held back, it comes afterwards.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    child = os.fork()
    if not child:
        for number in _STOPS:
            signal.signal(number, _leave)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    if child:
        return child
    code = FAULT
    try:
        code = LEFT if charge.asked else play(dead)
    except BaseException:  # noqa: BLE001 - the child ends here whatever it is
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _leave(_number: int, _frame: object) -> None:
    """A child that does not play yet has nothing to give back."""
    os._exit(LEFT)
