"""The process of a host: what the command line starts, in a form that can be forked again."""

from __future__ import annotations

import os
import platform
import signal
from functools import partial
from importlib import import_module

from twin.exercise.host.live_table import loaded, sit
from twin.exercise.host.loop import Host
from twin.exercise.host.supervise import LEFT, supervise
from twin.exercise.outside import unguessable
from twin.exercise.store.address import Address, address_of
from twin.exercise.store.lease import RoomFull
from twin.exercise.store.store import Store

TAKEN, FULL = 1, 4


def serve(exercise: str, given: str | None) -> int:
    """Play *exercise* of the store at *given* until nobody looks.

    1 where it is not there or another host plays it, 4 where as many exercises are played as may be.
    """
    address = address_of(given)
    store = Store(address)
    kept = store.found(exercise)
    text = "" if kept is None else store.text(exercise)
    store.close()
    if kept is None:
        return TAKEN
    loaded(kept.name, text)
    import_module("twin.plant.population")  # with Mesa, which a successor then finds in memory
    return supervise(partial(_play, address, exercise, unguessable(6).hex()))


def _play(address: Address, exercise: str, parent: str, dead: int) -> int:
    store = Store(address)
    if dead:
        # Its parent saw it die, so nobody has to wait for the end of its lease.
        store.release(exercise, _holder(parent, dead))
    host = Host(store, exercise, _holder(parent, os.getpid()), sit)

    def leave(_signal: int, _frame: object) -> None:
        host.stopped = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    try:
        return LEFT if host.run() else TAKEN
    except RoomFull:
        return FULL
    finally:
        store.close()


def _holder(parent: str, pid: int) -> str:
    """The name under which a process holds a lease.

    Two containers may have the same name and the same process ids; what a *parent* made up for its children, and tells
    nobody else, keeps them apart.
    """
    return f"{platform.node()[:64]}:{parent}:{pid}"
