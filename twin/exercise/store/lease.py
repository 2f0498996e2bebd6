"""The lease: one host writes an exercise, for two seconds at a time.

A host that beats keeps its lease; one that was killed loses it two seconds later. What makes one writer of it is not
the clock: every transaction of a host looks at the lease before it writes, in the database, so a host that slept
through its lease is told so at its next word, however wrong its clock is.

No more than :data:`MOST_HOSTS` leases run at a time: whoever asks for another is told so, in the transaction that would
have given it. Of those who ask at the same moment one is first, on each database.

Source: Gray and Cheriton 1989, "Leases: an efficient fault-tolerant mechanism"; the check at each write is the fencing
of Kleppmann, "Designing Data-Intensive Applications", chapter 8.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text, update

from twin.core.errors import TwinError
from twin.exercise.store.tables import HOSTS

LEASE_S = 2.0
BEAT_S = 0.5
MOST_HOSTS = 8
"""Exercises that are played at the same time at most."""

CLOCKS_DIFFER_S = 60.0
"""How far the clocks of two machines, or of one before and after it was set, may lie apart."""

_ASKING = 7_417_311
"""Number of the lock under which leases are given, one after the other."""


class NotTheWriter(TwinError):
    """Another host writes this exercise now."""


class RoomFull(TwinError):
    """As many exercises are played as may be."""


class HostState(NamedTuple):
    """Who writes an exercise, and how far it has come."""

    holder: str
    """Empty: nobody."""
    until_s: float
    """End of the lease, seconds since 1970."""
    sim_us: int
    """The hub's time when views were last put up."""
    looked_s: float
    """When somebody last looked at the exercise, seconds since 1970."""
    fault: str
    """Why the last host gave up, in words; empty where it did not."""

    def alive(self, now_s: float) -> bool:
        """Whether a host holds the lease; one that ends far ahead was taken before the clock was put back."""
        return bool(self.holder) and now_s < self.until_s < now_s + CLOCKS_DIFFER_S


def host_state(connection: Connection, exercise: str) -> HostState | None:
    """The lease of an exercise; None where it is not here."""
    row = connection.execute(_row(exercise)).one_or_none()
    return None if row is None else HostState(*row)


def alive(connection: Connection, now_s: float) -> frozenset[str]:
    """The exercises that have a host."""
    until_s = HOSTS.c.until_s
    held = select(HOSTS.c.exercise).where(until_s > now_s, until_s < now_s + CLOCKS_DIFFER_S)
    return frozenset(connection.execute(held).scalars())


def acquire(connection: Connection, exercise: str, holder: str, now_s: float) -> bool:
    """Take the lease where nobody holds it; whether *holder* has it now.

    Who holds it keeps it, however many others there are; raises :class:`RoomFull` where it would be one too many.
    """
    _one_after_the_other(connection)
    row = connection.execute(_row(exercise).with_for_update()).one_or_none()
    if row is None:
        return False
    state = HostState(*row)
    if state.alive(now_s):
        if state.holder != holder:
            return False
    elif len(alive(connection, now_s)) >= MOST_HOSTS:
        raise RoomFull(f"{exercise}: {MOST_HOSTS} exercises are played here already")
    _write(connection, exercise, holder=holder, until_s=now_s + LEASE_S, fault="")
    return True


def check(connection: Connection, exercise: str, holder: str) -> None:
    """Raise :class:`NotTheWriter` unless *holder* has the lease; it keeps it until this transaction ends."""
    row = connection.execute(_row(exercise).with_for_update()).one_or_none()
    if row is None or row.holder != holder:
        raise NotTheWriter(f"{exercise}: the writer is {row.holder if row else 'nobody'}, not {holder}")


def beat(connection: Connection, exercise: str, holder: str, now_s: float) -> None:
    """Keep the lease for another two seconds."""
    check(connection, exercise, holder)
    _write(connection, exercise, until_s=now_s + LEASE_S)


def release(connection: Connection, exercise: str, holder: str, fault: str = "") -> None:
    """Give the lease back, saying why where something is wrong; nothing happens where *holder* does not have it."""
    where = (HOSTS.c.exercise == exercise, HOSTS.c.holder == holder)
    connection.execute(update(HOSTS).where(*where).values(holder="", until_s=0.0, fault=fault))


def reached(connection: Connection, exercise: str, sim_us: int) -> None:
    """Write down how far the hub has come, so that a new host goes on from there."""
    _write(connection, exercise, sim_us=sim_us)


def looked(connection: Connection, exercise: str, now_s: float) -> None:
    """Write down that somebody looks at the exercise."""
    _write(connection, exercise, looked_s=now_s)


def _one_after_the_other(connection: Connection) -> None:
    """Wait for whoever asks for a lease now: with rows locked alone, two would count the same leases."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ASKING})


def _row(exercise: str) -> Any:
    c = HOSTS.c
    return select(c.holder, c.until_s, c.sim_us, c.looked_s, c.fault).where(c.exercise == exercise)


def _write(connection: Connection, exercise: str, **values: object) -> None:
    connection.execute(update(HOSTS).where(HOSTS.c.exercise == exercise).values(**values))
