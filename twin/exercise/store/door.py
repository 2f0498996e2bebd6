"""Failed tries of join codes, for some minutes: who tried and when, never what was typed."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from twin.exercise.store.tables import TRIES

KEPT_S = 600.0


class Tries(NamedTuple):
    """Failed tries of the last while."""

    own: int
    """By the same source."""
    last_s: float
    """When the same source last failed, seconds since 1970."""
    all: int
    """By everybody, in the last minute."""


def tries(connection: Connection, source: str, now_s: float) -> Tries:
    """What *source*, and everybody, has failed at."""
    recent = TRIES.c.at_s > now_s - KEPT_S
    own = connection.execute(select(func.count(), func.max(TRIES.c.at_s)).where(TRIES.c.source == source, recent)).one()
    everybody = connection.execute(select(func.count()).where(TRIES.c.at_s > now_s - 60)).scalar_one()
    return Tries(int(own[0]), float(own[1] or 0), int(everybody))


def failed(connection: Connection, source: str, now_s: float) -> None:
    """Count one more failed try of *source*."""
    connection.execute(delete(TRIES).where(TRIES.c.at_s <= now_s - KEPT_S))
    connection.execute(insert(TRIES).values(source=source, at_s=now_s))
