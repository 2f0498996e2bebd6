"""Views as they are shown: one row a seat or picture, with the version at which it last changed.

Only the last one is kept, for anything older follows from the log. A reader names the version that it has, and gets
nothing where that is still the last (:meth:`twin.exercise.store.store.Store.shown`).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select, update

from twin.exercise.store.tables import EXERCISES, VIEWS
from twin.exercise.store.upsert import put


def put_views(connection: Connection, exercise: str, views: Mapping[str, bytes]) -> int:
    """Put *views* up together under the next version, and give that."""
    version = next_version(connection, exercise)
    for key, body in views.items():
        row = {"exercise": exercise, "key": key, "version": version, "body": body}
        put(connection, VIEWS, row, ("exercise", "key"))
    return version


def version(connection: Connection, exercise: str) -> int:
    """How often something has changed in an exercise; 0 where it is not here."""
    return int(connection.execute(select(EXERCISES.c.version).where(EXERCISES.c.id == exercise)).scalar() or 0)


def next_version(connection: Connection, exercise: str) -> int:
    """Count the version up, and give it."""
    connection.execute(update(EXERCISES).where(EXERCISES.c.id == exercise).values(version=EXERCISES.c.version + 1))
    return version(connection, exercise)
