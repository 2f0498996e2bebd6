"""The store: everything that host and pages say to each other, one transaction a call.

>>> import tempfile, pathlib
>>> folder = tempfile.TemporaryDirectory()
>>> store = Store(str(pathlib.Path(folder.name) / "room.sqlite"))
>>> exercise = store.create("format: 1", "2026-11-22T10:00:00Z", name="cold-night", title="A cold night", roles=())
>>> store.version(exercise), store.last_seq(exercise), store.found(exercise).title
(0, 0, 'A cold night')
>>> store.close(); folder.cleanup()
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, bindparam, case, insert, null, select, update

from twin.exercise.event import Event
from twin.exercise.outside import Wall, unguessable
from twin.exercise.store import boards, door, inbox, lease, log
from twin.exercise.store.address import Address, address_of
from twin.exercise.store.opening import open_database, reading, writing
from twin.exercise.store.tables import EXERCISES, HOSTS, VIEWS


class RoleKept(NamedTuple):
    """A player's seat, as its exercise describes it."""

    id: str
    title: str
    sees: tuple[str, ...]


class Kept(NamedTuple):
    """An exercise of a store, without its text."""

    id: str
    name: str
    """What the file is called."""
    title: str
    sha256: str
    roles: tuple[RoleKept, ...]
    opened: Wall
    round_number: int
    """Join codes and tokens are good for one round."""
    over: bool


class Store:
    """The exercises of one database; safe to use from several threads."""

    def __init__(self, address: Address | str | None = None) -> None:
        self.address = address if isinstance(address, Address) else address_of(address)
        self._engine = open_database(self.address)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    # Exercises

    def create(self, exercise_text: str, wall: Wall, *, name: str, title: str, roles: Sequence[RoleKept]) -> str:
        """Keep a new exercise, and give its id, which nobody can guess."""
        exercise = unguessable(8).hex()
        row = {
            "id": exercise, "name": name, "title": title, "text": exercise_text,
            "roles": json.dumps(list(roles)), "opened": wall,
            "sha256": hashlib.sha256(exercise_text.encode()).hexdigest(), "round": 1, "version": 0, "over": False,
        }  # fmt: skip
        host = {"exercise": exercise, "holder": "", "until_s": 0.0, "sim_us": 0, "looked_s": 0.0, "fault": ""}
        with self._writing() as connection:
            connection.execute(insert(EXERCISES).values(row))
            connection.execute(insert(HOSTS).values(host))
        return exercise

    def exercises(self) -> list[Kept]:
        """All exercises, the last opened first."""
        with self._reading() as connection:
            rows = connection.execute(_KEPT.order_by(EXERCISES.c.opened.desc(), EXERCISES.c.id)).all()
        return [_kept(row) for row in rows]

    def found(self, exercise: str) -> Kept | None:
        """An exercise by its id; None where it is not here."""
        with self._reading() as connection:
            row = connection.execute(_FOUND, {"exercise": exercise}).one_or_none()
        return None if row is None else _kept(row)

    def text(self, exercise: str) -> str:
        """The file of an exercise, as it was opened."""
        with self._reading() as connection:
            return str(connection.execute(select(EXERCISES.c.text).where(EXERCISES.c.id == exercise)).scalar_one())

    def next_round(self, exercise: str) -> int:
        """End all join codes and tokens of an exercise, and give the number of the new round."""
        with self._writing() as connection:
            connection.execute(update(EXERCISES).where(EXERCISES.c.id == exercise).values(round=EXERCISES.c.round + 1))
            asked = select(EXERCISES.c.round).where(EXERCISES.c.id == exercise)
            return int(connection.execute(asked).scalar_one())

    # The log

    def append(self, exercise: str, events: Sequence[Event], expected_seq: int, holder: str) -> None:
        """Add events after number *expected_seq*; *holder* must have the lease."""
        with self._writing() as connection:
            lease.check(connection, exercise, holder)
            log.append(connection, exercise, events, expected_seq)

    def events(self, exercise: str, after: int = 0) -> list[Event]:
        """The events after number *after*."""
        with self._reading() as connection:
            return log.events(connection, exercise, after)

    def last_seq(self, exercise: str) -> int:
        """Number of the last event; 0 where there is none."""
        with self._reading() as connection:
            return log.last_seq(connection, exercise)

    # Commands

    def send(self, exercise: str, command: inbox.Sent, now_s: float) -> bool:
        """Put a command in the inbox unless it is there; whether it is new."""
        with self._writing() as connection:
            return inbox.send(connection, exercise, command, now_s)

    def take(self, exercise: str, most: int = 20) -> list[inbox.Waiting]:
        """The commands that wait, the first first."""
        with self._reading() as connection:
            return inbox.take(connection, exercise, most)

    def settle(
        self, exercise: str, holder: str, command: int, answer: inbox.Answer, events: Sequence[Event],
        expected_seq: int, now_s: float,
    ) -> None:  # fmt: skip
        """Answer a command and add its events, both or neither; *holder* must have the lease."""
        with self._writing() as connection:
            lease.check(connection, exercise, holder)
            log.append(connection, exercise, events, expected_seq)
            inbox.settle(connection, exercise, command, answer, now_s)

    def answer_to(self, exercise: str, seat: str, command_id: str) -> inbox.Answer | None:
        """The answer to a seat's command; None while it waits."""
        with self._reading() as connection:
            return inbox.answer_to(connection, exercise, seat, command_id)

    # Views

    def put_views(self, exercise: str, holder: str, views: Mapping[str, bytes], sim_us: int) -> int:
        """Put views up under the next version, and give that; *holder* must have the lease."""
        with self._writing() as connection:
            lease.check(connection, exercise, holder)
            lease.reached(connection, exercise, sim_us)
            return boards.put_views(connection, exercise, views)

    def view(self, exercise: str, key: str, known_version: int = 0) -> tuple[int, bytes | None]:
        """The version of a view, and the view unless *known_version* is it; ``(0, None)`` where there is none yet."""
        found = self.shown(exercise, key, known_version)
        return (0, None) if found is None else found[1:]

    def shown(self, exercise: str, key: str, known_version: int = 0) -> tuple[Kept, int, bytes | None] | None:
        """An exercise with one of its views, as :meth:`found` and :meth:`view` give them, at one moment."""
        asked = {"exercise": exercise, "key": key, "known": known_version}
        with self._reading() as connection:
            row = connection.execute(_SHOWN, asked).one_or_none()
        if row is None:
            return None
        return _kept(row), int(row.shown or 0), None if row.body is None else bytes(row.body)

    def version(self, exercise: str) -> int:
        """How often views were put up."""
        with self._reading() as connection:
            return boards.version(connection, exercise)

    def mark_over(self, exercise: str, holder: str) -> None:
        """Write down that an exercise is over; what is said in the hot wash is still added."""
        with self._writing() as connection:
            lease.check(connection, exercise, holder)
            connection.execute(update(EXERCISES).where(EXERCISES.c.id == exercise).values(over=True))

    # The lease

    def host(self, exercise: str) -> lease.HostState | None:
        """Who writes the exercise; None where it is not here."""
        with self._reading() as connection:
            return lease.host_state(connection, exercise)

    def played(self, now_s: float) -> frozenset[str]:
        """The exercises that have a host."""
        with self._reading() as connection:
            return lease.alive(connection, now_s)

    def acquire(self, exercise: str, holder: str, now_s: float) -> bool:
        """Take the lease where nobody holds it; whether *holder* has it. Raises :class:`~.lease.RoomFull`."""
        with self._writing() as connection:
            return lease.acquire(connection, exercise, holder, now_s)

    def beat(self, exercise: str, holder: str, now_s: float) -> None:
        """Keep the lease; raises :class:`~.lease.NotTheWriter` where another has it."""
        with self._writing() as connection:
            lease.beat(connection, exercise, holder, now_s)

    def release(self, exercise: str, holder: str, fault: str = "") -> None:
        """Give the lease back, saying why where something is wrong."""
        with self._writing() as connection:
            lease.release(connection, exercise, holder, fault)

    def looked(self, exercise: str, now_s: float) -> None:
        """Write down that somebody looks at the exercise."""
        with self._writing() as connection:
            lease.looked(connection, exercise, now_s)

    # The door

    def tries(self, source: str, now_s: float) -> door.Tries:
        """Failed tries of join codes."""
        with self._reading() as connection:
            return door.tries(connection, source, now_s)

    def failed(self, source: str, now_s: float) -> None:
        """Count one more failed try."""
        with self._writing() as connection:
            door.failed(connection, source, now_s)

    def _reading(self) -> AbstractContextManager[Connection]:
        return reading(self._engine)

    def _writing(self) -> AbstractContextManager[Connection]:
        return writing(self._engine)


_C = EXERCISES.c
_COLUMNS = (_C.id, _C.name, _C.title, _C.sha256, _C.roles, _C.opened, _C.round, _C.over)
_KEPT = select(*_COLUMNS)
# What every browser asks every second is put together once.
_FOUND = _KEPT.where(_C.id == bindparam("exercise"))
_SHOWN = (
    select(
        *_COLUMNS, VIEWS.c.version.label("shown"),
        case((VIEWS.c.version == bindparam("known"), null()), else_=VIEWS.c.body).label("body"),
    )
    .select_from(EXERCISES.outerjoin(VIEWS, and_(VIEWS.c.exercise == _C.id, VIEWS.c.key == bindparam("key"))))
    .where(_C.id == bindparam("exercise"))
)  # fmt: skip


def _kept(row: Row[*tuple[Any, ...]]) -> Kept:
    roles = tuple(RoleKept(role, title, tuple(sees)) for role, title, sees in json.loads(row.roles))
    return Kept(row.id, row.name, row.title, row.sha256, roles, row.opened, row.round, row.over)
