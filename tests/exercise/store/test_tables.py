"""The tables are the same on both databases, and no row hangs in the air."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from twin.exercise.store.store import Store
from twin.exercise.store.tables import METADATA


def test_the_database_has_the_tables_as_they_are_written(store: Store) -> None:
    """Every table, every column."""
    found = inspect(store._engine)
    for table in METADATA.sorted_tables:
        assert [column["name"] for column in found.get_columns(table.name)] == list(table.columns.keys())


@pytest.mark.parametrize("table", ["events", "commands", "views", "hosts"])
def test_nothing_is_kept_of_an_exercise_that_is_not_there(store: Store, table: str) -> None:
    """Each of these rows names its exercise, and the database holds it to that."""
    (key,) = METADATA.tables[table].columns["exercise"].foreign_keys
    assert key.column is METADATA.tables["exercises"].columns["id"]
    row = {"exercise": "nowhere", "key": "seat:soc", "version": 1, "body": b""}
    with pytest.raises(IntegrityError), store._writing() as connection:
        connection.execute(METADATA.tables["views"].insert().values(row))
