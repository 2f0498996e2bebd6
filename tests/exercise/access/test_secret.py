"""The store's key is made once, read by its owner alone, and says nothing about what follows from it."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.exercise.access.secret import BYTES, FILE, derived, secret_of


def test_a_key_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    """However many processes start at once."""
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(secret_of(tmp_path, {}))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found[0]) == BYTES
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_two_stores_have_two_keys(tmp_path: Path) -> None:
    """Nobody chooses them."""
    assert secret_of(tmp_path / "a", {}) != secret_of(tmp_path / "b", {})


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """With the command that mends it."""
    secret_of(tmp_path, {})
    for mode in (0o640, 0o604, 0o660):
        (tmp_path / FILE).chmod(mode)
        with pytest.raises(BadInput, match="others than its owner") as error:
            secret_of(tmp_path, {})
        assert "chmod 600" in error.value.faults[0].remedy


def test_half_a_key_is_refused(tmp_path: Path) -> None:
    """Rather than signed with."""
    (tmp_path / FILE).write_bytes(b"short")
    (tmp_path / FILE).chmod(0o600)
    with pytest.raises(BadInput, match="this file has 5"):
        secret_of(tmp_path, {})


def test_the_environment_s_key_goes_first_and_must_be_long(tmp_path: Path) -> None:
    """A server's store has no folder, and needs it."""
    long = "correct horse battery staple and more"
    assert secret_of(tmp_path, {"TWIN_SECRET": long}) == secret_of(None, {"TWIN_SECRET": long})
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(BadInput, match="7 letters are too few"):
        secret_of(tmp_path, {"TWIN_SECRET": "letmein"})
    with pytest.raises(BadInput, match="needs its key in this environment variable"):
        secret_of(None, {})


def test_each_purpose_has_its_own_key() -> None:
    """Nor do parts run together."""
    keys = {derived(b"k", "a", "bc"), derived(b"k", "ab", "c"), derived(b"k", "a", "b", "c"), derived(b"q", "a", "bc")}
    assert len(keys) == 4
