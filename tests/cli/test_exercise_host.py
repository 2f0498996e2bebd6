"""``twin exercise host``: plays an exercise of a store, or says why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin import cli
from twin.exercise.host import process


def test_an_exercise_that_is_not_there_is_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words, on standard error."""
    assert cli.main(["exercise", "host", "0123", "--store", str(tmp_path / "room.sqlite")]) == cli.NO
    told = capsys.readouterr()
    assert "0123: another host plays it, it is not in this store" in told.err
    assert told.out == ""


def test_a_host_that_finds_the_room_full_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing failed: there are as many as may be."""
    monkeypatch.setattr(process, "serve", lambda *_: process.FULL)
    assert cli.main(["exercise", "host", "0123"]) == process.FULL
    assert "0123: as many are played here as may be" in capsys.readouterr().err


def test_a_store_that_cannot_be_used_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    """With the remedy."""
    assert cli.main(["exercise", "host", "0123", "--store", "mysql://host/db"]) == cli.BAD_INPUT
    assert "unusable-store" in capsys.readouterr().err


def test_a_host_that_leaves_is_exit_0(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store of the option goes to it, or nothing, and then the environment says."""
    asked: list[tuple[str, str | None]] = []
    monkeypatch.setattr(process, "serve", lambda exercise, store: asked.append((exercise, store)) or 0)
    assert cli.main(["exercise", "host", "0123"]) == cli.GOOD
    assert cli.main(["exercise", "host", "0123", "--store", "x"]) == cli.GOOD
    assert asked == [("0123", None), ("0123", "x")]
