"""The tables of a store, in words that SQLite and PostgreSQL both know.

``events`` grows with what people do, a few thousand rows an exercise; the rest stays as large as the room: one row a
seat in ``views``, one an exercise in ``hosts``, and commands go a while after they were answered.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")


def _of_exercise() -> Column[str]:
    return Column("exercise", String(120), ForeignKey("exercises.id"), nullable=False)


EXERCISES = Table(
    "exercises",
    METADATA,
    Column("id", String(120), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("roles", Text, nullable=False),
    Column("opened", String(40), nullable=False),
    Column("round", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("over", Boolean, nullable=False),
)

EVENTS = Table(
    "events",
    METADATA,
    _of_exercise(),
    Column("seq", Integer, nullable=False),
    Column("before", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("exercise", "seq", name="one_event_a_number"),
)

COMMANDS = Table(
    "commands",
    METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    _of_exercise(),
    Column("id", String(64), nullable=False),
    Column("seat", String(64), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("ref", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("sent_s", Float(53), nullable=False),
    Column("answered_s", Float(53)),
    Column("ok", Boolean),
    Column("words", Text, nullable=False, default=""),
    Column("remedy", Text, nullable=False, default=""),
    UniqueConstraint("exercise", "id", name="one_command_an_id"),
    Index("waiting_commands", "exercise", "answered_s"),
)

VIEWS = Table(
    "views",
    METADATA,
    _of_exercise(),
    Column("key", String(120), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("exercise", "key", name="one_view_a_key"),
)

HOSTS = Table(
    "hosts",
    METADATA,
    Column("exercise", String(120), ForeignKey("exercises.id"), primary_key=True),
    Column("holder", String(120), nullable=False),
    Column("until_s", Float(53), nullable=False),
    Column("sim_us", BigInteger, nullable=False),
    Column("looked_s", Float(53), nullable=False),
    Column("fault", Text, nullable=False),
)

TRIES = Table(
    "tries",
    METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("source", String(64), nullable=False),
    Column("at_s", Float(53), nullable=False),
    Index("tries_by_time", "at_s"),
)
