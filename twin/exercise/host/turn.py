"""One command: done, written down and answered in one transaction, or refused in words.

Between doing and writing a host can be killed; then nothing was written, the command still waits, and the next host
does it. A command that the engine fails at (a fault of ours) is answered, so that it is not tried for ever, and the
engine is set up again from the log.
"""

from __future__ import annotations

from typing import NamedTuple

from twin.core.errors import BadInput, TwinError
from twin.exercise.host.table import Table
from twin.exercise.outside import Wall
from twin.exercise.store.inbox import Answer, Waiting
from twin.exercise.store.store import Store

DONE = "done"
MOST_FAULTS = 3
"""Faults that a refusal names."""


class Broken(TwinError):
    """The engine failed at a command; it has to be set up again from the log."""


class Moment(NamedTuple):
    """When something is done, for the log and for the store."""

    wall: Wall
    now_s: float


def take_turn(store: Store, exercise: str, holder: str, table: Table, command: Waiting, moment: Moment) -> int:
    """Do *command* and settle it; how many events that were. Raises :class:`Broken` after a fault of ours."""
    before = len(table.events)
    try:
        events = table.do(command, moment.wall)
        answer = Answer(True, DONE)
    except BadInput as error:
        events, answer = (), refusal(error)
    except Exception as error:
        answer = Answer(False, "this could not be done: a fault of the lab", "the exercise goes on without it")
        store.settle(exercise, holder, command.number, answer, (), before, moment.now_s)
        raise Broken(f"{command.kind} {command.ref}: {type(error).__name__}: {error}") from error
    store.settle(exercise, holder, command.number, answer, events, before, moment.now_s)
    if len(table.events) != before + len(events):
        raise Broken(f"{command.kind} {command.ref} was refused, and left events behind")
    return len(events)


def refusal(error: BadInput) -> Answer:
    """The words of an error, as somebody at the table reads them."""
    faults = error.faults[:MOST_FAULTS]
    return Answer(False, "; ".join(fault.message for fault in faults), "; ".join(f.remedy for f in faults if f.remedy))
