"""Which database: what is given, else the environment, else a file where the lab was started."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.exercise.store.address import DEFAULT, address_of


def test_a_path_is_a_file_of_sqlite(tmp_path: Path) -> None:
    """However it is written."""
    path = tmp_path / "room.sqlite"
    for given in (str(path), f"sqlite:///{path}"):
        assert address_of(given, {}) == (f"sqlite:///{path}", tmp_path, str(path))
    assert address_of(None, {"TWIN_STORE": str(path)}).shown == str(path)
    assert address_of(None, {}).shown == str(Path(DEFAULT).absolute())


def test_a_url_of_postgresql_has_its_driver_and_hides_its_password() -> None:
    """What is shown is never the password."""
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        address = address_of(f"{scheme}://twin:s3cret@db.example/room", {})
        assert address.url == "postgresql+psycopg://twin:s3cret@db.example/room"
        assert address.folder is None
        assert "s3cret" not in address.shown


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("mysql://host/db", "not kept in mysql"),
        ("sqlite://", "one process only"),
        ("sqlite:///:memory:", "one process only"),
        ("://", "no URL"),
        ("/", "a folder"),
    ],
)
def test_what_cannot_be_a_store_is_refused(given: str, words: str) -> None:
    """In words, with what to write instead."""
    with pytest.raises(BadInput, match=words) as error:
        address_of(given, {})
    assert error.value.faults[0].remedy
