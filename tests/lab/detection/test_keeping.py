"""The folder of runs is bounded: what was not used for longest goes first, and as a whole."""

from __future__ import annotations

import os
from pathlib import Path

from twin.lab.detection.keeping import let_go, mark_used


def kept(root: Path, name: str, used_s: int, size: int = 100) -> Path:
    """A run of *size* bytes and what a detector said of it, last used *used_s* after 1970."""
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "tape.json").write_bytes(b"x" * (size - 40))
    (folder / "said.json").write_bytes(b"x" * 40)
    os.utime(folder, (used_s, used_s))
    return folder


def test_what_was_not_used_for_longest_goes_until_the_rest_fits(tmp_path: Path) -> None:
    """Of three runs of a hundred bytes two fit into 250."""
    old, middle, young = (kept(tmp_path, name, used_s) for name, used_s in (("b", 10), ("a", 20), ("c", 30)))
    assert let_go(tmp_path, 250) == 1
    assert not old.exists()
    assert (middle / "said.json").is_file()
    assert (young / "tape.json").is_file()


def test_a_run_that_was_used_stays(tmp_path: Path) -> None:
    """The oldest is used again, so the next one goes."""
    old, young = kept(tmp_path, "a", 10), kept(tmp_path, "b", 20)
    mark_used(old)
    assert let_go(tmp_path, 150) == 1
    assert old.is_dir()
    assert not young.exists()


def test_answered_runs_count_too_and_nothing_else_is_touched(tmp_path: Path) -> None:
    """Files below live/; what somebody else put there is not ours to remove."""
    (tmp_path / "live").mkdir()
    answered = tmp_path / "live" / "one.json"
    answered.write_bytes(b"x" * 100)
    os.utime(answered, (5, 5))
    foreign = tmp_path / "notes.txt"
    foreign.write_bytes(b"x" * 1000)
    kept(tmp_path, "a", 10)
    assert let_go(tmp_path, 100) == 1
    assert not answered.exists()
    assert foreign.is_file()


def test_nothing_goes_while_there_is_room_or_no_folder(tmp_path: Path) -> None:
    """The bound itself is no reason."""
    folder = kept(tmp_path, "a", 10)
    assert let_go(tmp_path, 100) == 0
    assert folder.is_dir()
    assert let_go(tmp_path / "nowhere", 0) == 0
    mark_used(tmp_path / "nowhere")
