"""A database opens with its guards, for its owner alone, or says in words why not."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from twin.core.errors import BadInput
from twin.exercise.store.opening import writing
from twin.exercise.store.store import Store


def test_a_new_file_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    """The log beside it too, and writers do not keep readers waiting."""
    store = Store(str(tmp_path / "new" / "room.sqlite"))
    store.create("format: 1", "2026-11-22T10:00:00Z", name="small", title="t", roles=())
    files = sorted((tmp_path / "new").iterdir())
    assert [path.name for path in files] == ["room.sqlite", "room.sqlite-shm", "room.sqlite-wal"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    with store._reading() as connection:
        asked = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert asked == ["wal", 2]
    with writing(store._engine):
        assert store.exercises()
    store.close()


def test_opening_twice_at_once_is_no_fault(url: str) -> None:
    """Two processes that start together set one database up."""
    faults: list[BaseException] = []

    def open_it() -> None:
        try:
            Store(url).close()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is shown
            faults.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_transaction_is_whole(store: Store, exercise: str) -> None:
    """What fails in the middle leaves nothing behind."""

    def half() -> None:
        with store._writing() as connection:
            connection.exec_driver_sql("UPDATE exercises SET version = 7")
            connection.exec_driver_sql("UPDATE nothing SET version = 7")

    with pytest.raises(DBAPIError):
        half()
    assert store.version(exercise) == 0


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    """And left as it is."""
    path = tmp_path / "notes.sqlite"
    path.write_text("not a database, but long enough to be taken for the head of one" * 20)
    with pytest.raises(BadInput, match="cannot be opened: file is not a database"):
        Store(str(path))
    assert path.read_text().startswith("not a database")


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """Without the password."""
    with pytest.raises(BadInput, match="cannot be opened") as error:
        Store(f"postgresql://twin:s3cret@/room?host={tmp_path}")
    assert "s3cret" not in str(error.value)
