"""The inbox: commands of people that wait for the host, and what it answered.

A command has an id of its sender's making. Sent twice, it is there once; done once, it is answered in the transaction
that adds its events, so it can neither be lost nor be done again after a crash. An answer is kept for some minutes, for
the page that waits for it, and then the command goes.

Source: Kleppmann, "Designing Data-Intensive Applications", chapter 11 (idempotent operations).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select, update

from twin.exercise.access.refusal import too_soon
from twin.exercise.store.tables import COMMANDS
from twin.exercise.store.upsert import insert_new

KEPT_S = 600.0
"""How long an answered command is kept."""

MOST_WAITING = 50
"""Commands of one seat that wait at most."""


class Sent(NamedTuple):
    """A command as it was sent: who wants what; ``id`` is the sender's own."""

    id: str
    seat: str
    kind: str
    ref: str
    body: Mapping[str, Any]


class Waiting(NamedTuple):
    """A command as the host takes it."""

    number: int
    seat: str
    kind: str
    ref: str
    body: Mapping[str, Any]


class Answer(NamedTuple):
    """What came of a command, in words for whoever sent it."""

    ok: bool
    words: str
    remedy: str = ""


def send(connection: Connection, exercise: str, command: Sent, now_s: float) -> bool:
    """Put *command* in the inbox unless it is there; whether it is new."""
    waiting = select(func.count()).where(
        _of(exercise), COMMANDS.c.answered_s.is_(None), COMMANDS.c.seat == command.seat
    )
    if connection.execute(waiting).scalar_one() >= MOST_WAITING:
        raise too_soon(
            "command", f"{MOST_WAITING} commands of this seat wait for an answer", "wait until some are done"
        )
    row = {
        "exercise": exercise, "id": _kept_id(command.seat, command.id), "seat": command.seat, "kind": command.kind,
        "ref": command.ref, "body": json.dumps(dict(command.body), allow_nan=False), "sent_s": now_s,
    }  # fmt: skip
    return insert_new(connection, COMMANDS, row, ("exercise", "id"))


def take(connection: Connection, exercise: str, most: int) -> list[Waiting]:
    """The commands that wait, in the order in which they came; they stay until they are settled."""
    c = COMMANDS.c
    asked = select(c.number, c.seat, c.kind, c.ref, c.body).where(_of(exercise), c.answered_s.is_(None))
    rows = connection.execute(asked.order_by(c.number).limit(most))
    return [Waiting(row.number, row.seat, row.kind, row.ref, json.loads(row.body)) for row in rows]


def settle(connection: Connection, exercise: str, number: int, answer: Answer, now_s: float) -> bool:
    """Answer a command; its body is not needed any more. Whether it waited."""
    done = connection.execute(
        update(COMMANDS)
        .where(_of(exercise), COMMANDS.c.number == number, COMMANDS.c.answered_s.is_(None))
        .values(body="{}", answered_s=now_s, **answer._asdict())
    )
    connection.execute(delete(COMMANDS).where(_of(exercise), COMMANDS.c.answered_s < now_s - KEPT_S))
    return done.rowcount == 1


def answer_to(connection: Connection, exercise: str, seat: str, command_id: str) -> Answer | None:
    """The answer to a seat's command; None while it waits, and after it is gone."""
    c = COMMANDS.c
    asked = select(c.ok, c.words, c.remedy).where(_of(exercise), c.id == _kept_id(seat, command_id))
    row = connection.execute(asked.where(c.answered_s.is_not(None))).one_or_none()
    return None if row is None else Answer(bool(row.ok), row.words, row.remedy)


def _of(exercise: str) -> Any:
    return COMMANDS.c.exercise == exercise


def _kept_id(seat: str, command_id: str) -> str:
    """One seat's ids never meet another's, whatever they are made of."""
    return hashlib.sha256(f"{seat}\x1f{command_id}".encode()).hexdigest()
