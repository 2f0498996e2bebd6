"""Baselines: kept whole, read back, and every difference told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.lab.stories.baseline import (
    baseline_of,
    baseline_path,
    differences,
    read_baseline,
    write_baseline,
)

SHORT = """
format: 1
title: Short
starts: 2026-03-03T02:30
hours: 0.1
site: small
steps:
  - {id: foothold, kind: service_port, on: coffee-01, at: "00:01"}
  - {id: scan, kind: port_scan, from: coffee-01, on: dc-01, at: "00:04", ports: 20}
"""
KEPT = {"flat": {"steps": {"scan": "success"}, "detectors": ["scan"], "orders_late": 0, "loss_eur": 120}}


def test_what_is_kept_is_what_is_read(tmp_path: Path) -> None:
    """Beside its story, and nowhere else."""
    story = tmp_path / "short" / "scenario.yaml"
    story.parent.mkdir()
    story.write_text(SHORT, encoding="utf-8")
    assert read_baseline(str(story)) is None
    assert write_baseline(str(story), KEPT) == baseline_path(str(story)) == story.with_name("baseline.json")
    assert read_baseline(str(story)) == KEPT
    assert sorted(path.name for path in story.parent.iterdir()) == ["baseline.json", "scenario.yaml"]


def test_a_run_is_reduced_to_how_it_ended(tmp_path: Path) -> None:
    """Steps by name, detectors that fired, and two numbers; a posture that refuses the scan shows it."""
    story = tmp_path / "short" / "scenario.yaml"
    story.parent.mkdir()
    story.write_text(SHORT, encoding="utf-8")
    found = baseline_of(str(story), ("flat", "zero-trust"), workers=1)
    assert found["flat"]["steps"] == {"foothold": "success", "scan": "success"}
    assert found["zero-trust"]["steps"]["scan"] == "blocked"
    assert "scan" in found["flat"]["detectors"]
    assert found["flat"]["loss_eur"] % 10 == 0
    assert not list(differences(found, found))


def test_each_difference_is_one_line() -> None:
    """A step that ends otherwise, a detector that fell silent, a number that moved, a posture that came."""
    now = {
        "flat": {"steps": {"scan": "blocked"}, "detectors": [], "orders_late": 0, "loss_eur": 90},
        "zones": {"steps": {}, "detectors": [], "orders_late": 1, "loss_eur": 10},
    }
    assert list(differences(KEPT, now)) == [
        "flat: step scan was success, is blocked",
        "flat: detectors was scan, is nothing",
        "flat: loss_eur was 120, is 90",
        "zones: detectors was nothing, is nothing",
        "zones: orders_late was nothing, is 1",
        "zones: loss_eur was nothing, is 10",
    ]


def test_a_posture_that_does_not_exist_is_a_fault() -> None:
    """Named before anything runs."""
    with pytest.raises(BadInput, match="flatt"):
        baseline_of("coffee-machine", ("flatt",))


@pytest.mark.parametrize(
    "text", ["<<<<<<< ours\n{}\n=======\n", "[]", '{"flat": 3}', '{"flat": {"steps": [], "detectors": []}}', "\x00"]
)
def test_a_file_that_holds_no_baseline_is_a_fault(tmp_path: Path, text: str) -> None:
    """With its path, and what to do about it."""
    story = tmp_path / "short" / "scenario.yaml"
    story.parent.mkdir()
    story.write_text(SHORT, encoding="utf-8")
    story.with_name("baseline.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="write it anew with --update") as caught:
        read_baseline(str(story))
    assert caught.value.faults[0].place.source == str(story.with_name("baseline.json"))
