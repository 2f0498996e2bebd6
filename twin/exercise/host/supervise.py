"""A host that is killed has a successor at once: a parent that does nothing but wait, with everything loaded.

The parent forks the process that plays. Where that is killed, by whatever signal, the parent forks another, which finds
all libraries in memory and the exercise read, and so has only the log to play again: half of the way back is saved.
Where it leaves by itself, the parent leaves with it. The parent holds no connection and no lock while it forks.

Source: Armstrong 2003, "Making reliable distributed systems in the presence of software errors" (supervisors).
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable

from twin.exercise.outside import pause, ticking

MOST_RESTARTS = 5
"""In :data:`WINDOW_S`; who is killed more often is left to those who started the parent."""

WINDOW_S = 60.0
FAULT = 3
"""Exit code of a child that failed."""

Play = Callable[[int], int]
"""Plays until it leaves; takes the process id of the predecessor that was killed (0: none), gives the exit code."""


def supervise(play: Play) -> int:
    """Let children *play*, one after the other for as long as they are killed; the exit code of the last."""
    killed: list[float] = []
    dead = child = 0

    def forward(number: int, _frame: object) -> None:
        if child:
            os.kill(child, number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, forward)
    gc.freeze()  # what is loaded stays; children share its memory as long as no collector writes to it
    while True:
        child = _fork(play, dead)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        dead, child = child, 0
        now_s = ticking()
        killed = [*(at_s for at_s in killed if now_s - at_s < WINDOW_S), now_s]
        if code >= 0 or len(killed) > MOST_RESTARTS:
            return code if code >= 0 else FAULT
        pause(0.0 if len(killed) == 1 else 0.5)


def _fork(play: Play, dead: int) -> int:
    """A child that plays and never comes back from here; what is given is its process id."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = FAULT
    try:
        code = play(dead)
    except BaseException:  # noqa: BLE001 - the child ends here whatever it is
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
