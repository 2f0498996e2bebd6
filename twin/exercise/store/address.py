"""Which database keeps the exercises: ``TWIN_STORE``, or a file in the folder where the lab was started.

A file is SQLite's, for one machine. A URL of PostgreSQL is for a server with several machines in front of it.

Source: SQLAlchemy documentation, "Engine Configuration".
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from twin.exercise.access.refusal import unusable_store

VARIABLE = "TWIN_STORE"
DEFAULT = "runs/exercises/exercises.sqlite"
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Address(NamedTuple):
    """A database, and the folder that it is in (None: on a server)."""

    url: str
    """With the password, where there is one; :attr:`shown` has none."""
    folder: Path | None
    shown: str


def address_of(given: str | None = None, environment: Mapping[str, str] = os.environ) -> Address:
    """The database that *given*, or the environment, names: a path or a URL."""
    text = given or environment.get(VARIABLE) or DEFAULT
    return _of_url(text) if "://" in text else _of_path(Path(text))


def _of_path(path: Path) -> Address:
    path = path.expanduser().absolute()
    if path.is_dir():
        raise unusable_store(str(path), "this is a folder", f"name a file in it, such as {path / 'exercises.sqlite'}")
    return Address(f"sqlite:///{path}", path.parent, str(path))


def _of_url(text: str) -> Address:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise unusable_store(
            VARIABLE, "this is no URL of a database", "postgresql://user@host/name, or a path"
        ) from error
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        why = f"exercises are not kept in {url.get_backend_name()}"
        raise unusable_store(VARIABLE, why, "use a path (SQLite), or postgresql://user@host/name")
    if driver == "sqlite":
        if not url.database or url.database == ":memory:":
            why = "a database in memory is seen by one process only"
            raise unusable_store(VARIABLE, why, "name a file: sqlite:///exercises.sqlite")
        return _of_path(Path(url.database))
    full = url.set(drivername=driver)
    return Address(full.render_as_string(hide_password=False), None, full.render_as_string(hide_password=True))
