"""The database itself keeps history what it was."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from tests.rooms import chain
from twin.exercise.store.store import Store


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET text = 'x'",
        "UPDATE events SET seq = 7",
        "DELETE FROM events",
        "INSERT INTO events (exercise, seq, before, digest, text) VALUES ('{exercise}', 9, '{last}', 'd', 't')",
        "INSERT INTO events (exercise, seq, before, digest, text) VALUES ('{exercise}', 3, 'other', 'd', 't')",
        "INSERT INTO events (exercise, seq, before, digest, text) VALUES ('{exercise}', 1, '', 'd', 't')",
        "UPDATE exercises SET text = 'x'",
        "DELETE FROM exercises",
    ],
)
def test_the_database_itself_refuses_to_change_what_happened(store: Store, exercise: str, statement: str) -> None:
    """Whatever program asks; history is only added to, at its end."""
    store.acquire(exercise, "host", 0.0)
    events = chain("opened", "joined")
    store.append(exercise, events, 0, "host")
    with pytest.raises(DBAPIError, match=r"only added|not the next event|stays what it was"), store._writing() as c:
        c.exec_driver_sql(statement.format(exercise=exercise, last=events[-1].digest))
    assert store.events(exercise) == events
    assert store.text(exercise) == "format: 1"


def test_no_statement_of_one_dialect_slips_past(store: Store, exercise: str) -> None:
    """REPLACE of SQLite runs no delete trigger, TRUNCATE of PostgreSQL none a row; both are refused."""
    store.acquire(exercise, "host", 0.0)
    events = chain("opened")
    store.append(exercise, events, 0, "host")
    sly = {
        "sqlite": "REPLACE INTO events (exercise, seq, before, digest, text) VALUES ('%', 1, '', 'd', 't')",
        "postgresql": "TRUNCATE events",
    }
    with pytest.raises(DBAPIError), store._writing() as connection:
        connection.exec_driver_sql(sly[connection.dialect.name].replace("%", exercise))
    assert store.events(exercise) == events
