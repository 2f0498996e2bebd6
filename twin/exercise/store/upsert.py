"""Insert a row unless it is there, or put it in place of the one that is: the same words on both databases.

Source: SQLAlchemy documentation, "INSERT...ON CONFLICT (Upsert)" of the SQLite and PostgreSQL dialects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

Row = Mapping[str, Any]


def insert_new(connection: Connection, table: Table, row: Row, key: Sequence[str]) -> bool:
    """Insert *row* unless one with the same *key* is there; whether it was inserted."""
    inserted = table.c[key[0]]
    if connection.dialect.name == "sqlite":
        lite = insert_sqlite(table).values(**row).on_conflict_do_nothing(index_elements=key)
        return connection.execute(lite.returning(inserted)).first() is not None
    full = insert_postgresql(table).values(**row).on_conflict_do_nothing(index_elements=key)
    return connection.execute(full.returning(inserted)).first() is not None


def put(connection: Connection, table: Table, row: Row, key: Sequence[str]) -> None:
    """Insert *row*, or change the one with the same *key* to it."""
    rest = {name: value for name, value in row.items() if name not in key}
    if connection.dialect.name == "sqlite":
        connection.execute(insert_sqlite(table).values(**row).on_conflict_do_update(index_elements=key, set_=rest))
    else:
        connection.execute(insert_postgresql(table).values(**row).on_conflict_do_update(index_elements=key, set_=rest))
