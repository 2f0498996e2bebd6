"""Insert unless it is there, or in its place: alike on both databases."""

from __future__ import annotations

from sqlalchemy import select

from twin.exercise.store.store import Store
from twin.exercise.store.tables import VIEWS
from twin.exercise.store.upsert import insert_new, put


def test_a_row_is_inserted_once_and_put_as_often_as_one_likes(store: Store, exercise: str) -> None:
    """And other rows stay as they are."""
    key = ("exercise", "key")
    row = {"exercise": exercise, "key": "a", "version": 1, "body": b"one"}
    with store._writing() as connection:
        assert insert_new(connection, VIEWS, row, key)
        assert not insert_new(connection, VIEWS, {**row, "body": b"two"}, key)
        put(connection, VIEWS, {**row, "key": "b"}, key)
        put(connection, VIEWS, {**row, "key": "b", "version": 3, "body": b"three"}, key)
        rows = connection.execute(select(VIEWS.c.key, VIEWS.c.version, VIEWS.c.body).order_by(VIEWS.c.key)).all()
    assert [(each.key, each.version, bytes(each.body)) for each in rows] == [("a", 1, b"one"), ("b", 3, b"three")]
