"""The process of a host: what the command line starts, in a form that can be forked again."""

from __future__ import annotations

import os
import platform
import signal
from functools import partial

from twin.exercise.host.live_table import loaded, sit
from twin.exercise.host.loop import Host
from twin.exercise.host.supervise import supervise
from twin.exercise.store.address import Address, address_of
from twin.exercise.store.store import Store

LEFT, TAKEN = 0, 1


def serve(exercise: str, given: str | None) -> int:
    """Play *exercise* of the store at *given* until nobody looks; 1 where it is not there or another host plays it."""
    address = address_of(given)
    store = Store(address)
    kept = store.found(exercise)
    text = "" if kept is None else store.text(exercise)
    store.close()
    if kept is None:
        return TAKEN
    loaded(kept.name, text)
    return supervise(partial(_play, address, exercise))


def _play(address: Address, exercise: str, dead: int) -> int:
    store = Store(address)
    if dead:
        # Its parent saw it die, so nobody has to wait for the end of its lease.
        store.release(exercise, _holder(dead))
    host = Host(store, exercise, _holder(os.getpid()), sit)

    def leave(_signal: int, _frame: object) -> None:
        host.stopped = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    try:
        return LEFT if host.run() else TAKEN
    finally:
        store.close()


def _holder(pid: int) -> str:
    """The name under which a process of this machine holds a lease."""
    return f"{platform.node()}:{pid}"
