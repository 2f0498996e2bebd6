"""The log in the database: events are added in their order, and read in it.

Who adds says which event it believes to be the last; where another one has come in between, nothing is added.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from twin.core.errors import TwinError
from twin.exercise.event import Event
from twin.exercise.store.tables import EVENTS


class Behind(TwinError):
    """Events were added that the writer does not know."""


def append(connection: Connection, exercise: str, events: Sequence[Event], expected_seq: int) -> None:
    """Add *events* after number *expected_seq*, or raise :class:`Behind` where that is not the last."""
    last = last_seq(connection, exercise)
    if last != expected_seq:
        raise Behind(f"{exercise}: the last event is number {last}, not {expected_seq}")
    if events:
        rows = [
            {"exercise": exercise, "seq": e.seq, "before": e.before, "digest": e.digest, "text": e.to_json()}
            for e in events
        ]
        connection.execute(insert(EVENTS), rows)


def events(connection: Connection, exercise: str, after: int = 0) -> list[Event]:
    """The events after number *after*."""
    asked = select(EVENTS.c.text).where(EVENTS.c.exercise == exercise, EVENTS.c.seq > after).order_by(EVENTS.c.seq)
    return [Event.from_json(text) for text in connection.execute(asked).scalars()]


def last_seq(connection: Connection, exercise: str) -> int:
    """Number of the last event; 0 where there is none."""
    return int(connection.execute(select(func.max(EVENTS.c.seq)).where(EVENTS.c.exercise == exercise)).scalar() or 0)
