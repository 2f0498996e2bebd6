"""Files are named as from the working folder, and what is said twice is told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.errors import Fault, Place
from twin.lab.detection.places import each_once, relative


def test_paths_are_told_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies elsewhere keeps its path, without detours; a flag is no file and stays what it is."""
    monkeypatch.chdir(tmp_path)
    assert relative(str(tmp_path / "a" / ".." / "b.yml")) == "b.yml"
    assert relative("../x/../b.yml") == "../b.yml"
    assert relative("/nowhere/a/../b.yml") == "/nowhere/b.yml"
    assert (relative("--seeds"), relative("")) == ("--seeds", "")


def test_a_fault_that_is_found_on_two_ways_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file, line and words; another line is another fault."""
    monkeypatch.chdir(tmp_path)
    ways = [Place("a/../b.yml", 3), Place("b.yml", 3), Place(str(tmp_path / "b.yml"), 3), Place("b.yml", 4)]
    found = each_once(Fault(place, "bad-rules", "wrong") for place in ways)
    assert [str(fault.place) for fault in found] == ["b.yml:3", "b.yml:4"]
