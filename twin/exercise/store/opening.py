"""A database that behaves alike on SQLite and PostgreSQL: whole transactions, no lost commits, writers in a row.

SQLite: write-ahead log (readers never wait for the writer), every commit on the disk before it counts, and a
transaction that will write says so at its beginning, so that two writers wait for each other instead of failing.
PostgreSQL: rows are locked where a decision hangs on them.

Sources: SQLite documentation, "Write-Ahead Logging" and "PRAGMA synchronous"; SQLAlchemy documentation, "Transactions
with SQLite and the sqlite3 driver".
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from twin.exercise.access.refusal import unusable_store
from twin.exercise.store.address import Address
from twin.exercise.store.guards import BY_DIALECT
from twin.exercise.store.tables import METADATA

WAIT_S = 10
"""How long a writer waits for another."""

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={1000 * WAIT_S}", "foreign_keys=ON")
_WRITES = {"writes": True}
_SETTING_UP = 7_417_310
"""Number of the lock under which two processes set one database up."""


def open_database(address: Address) -> Engine:
    """The database at *address*, with its tables and guards; :class:`~twin.core.errors.BadInput` where it cannot be."""
    try:
        engine = _postgresql(address) if address.folder is None else _sqlite(address, address.folder)
        with writing(engine) as connection:
            _set_up(connection)
    except NoSuchModuleError as error:
        raise unusable_store(address.shown, str(error), "pip install 'twin-range[postgres]'") from error
    except (DBAPIError, OSError) as error:
        first = str(getattr(error, "orig", error)).strip().splitlines()
        why = f"it cannot be opened: {first[0] if first else type(error).__name__}"
        raise unusable_store(address.shown, why, "check path, URL, password and rights") from error
    except ModuleNotFoundError as error:
        raise unusable_store(address.shown, f"{error.name} is missing", "pip install 'twin-range[postgres]'") from error
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads one moment."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it or nothing, after whoever writes now."""
    with engine.execution_options(**_WRITES).begin() as connection:
        yield connection


def _sqlite(address: Address, folder: Path) -> Engine:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made before SQLite would, so that nobody but its owner reads it; its log takes over the mode.
    os.close(os.open(Path(address.shown), os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(address.url, pool_size=5, max_overflow=20, connect_args={"timeout": WAIT_S})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(address: Address) -> Engine:
    return create_engine(
        address.url, pool_size=5, max_overflow=20, pool_pre_ping=True, connect_args={"connect_timeout": WAIT_S}
    )


def _set_up(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _SETTING_UP})
    METADATA.create_all(connection)
    for statement in BY_DIALECT[connection.dialect.name]:
        connection.exec_driver_sql(statement)
