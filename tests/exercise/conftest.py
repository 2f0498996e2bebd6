"""Databases to keep exercises in: a file, and a PostgreSQL of our own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def socket() -> Iterator[str]:
    """The socket of a running PostgreSQL; skips where none is installed."""
    if postgres.programs() is None:
        pytest.skip(postgres.ABSENT)
    with postgres.cluster() as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new store, once on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "room.sqlite")
    return postgres.new_database(request.getfixturevalue("socket"), f"room_{next(NUMBERS)}")
