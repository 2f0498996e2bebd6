"""Test files are found, read with the place of every promise, and copied anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.seen import TEXT, write
from twin.core.errors import BadInput
from twin.lab.detection.detect_file import benign_runs, read_test, seeds_of, test_files
from twin.lab.resources import scenario_root

test_files.__test__ = False  # type: ignore[attr-defined]  # its name is no invitation to pytest

RULE = """
title: Everything that coffee says
id: 11111111-1111-4111-8111-111111111111
logsource: {category: network_connection}
detection:
  selection: {src_kind: coffee_machine}
  condition: selection
level: low
"""


def test_a_promise_knows_its_line(tmp_path: Path) -> None:
    """What is not written itself is where its nearest parent is."""
    file = read_test(write(tmp_path))
    assert file.place("expect[0].recall").line == 11
    assert file.place("benign.false_alerts_per_day").line == 17
    assert file.place("benign.analyst_minutes_per_day").line == 14
    assert file.place("nothing.at.all").line == 1


def test_what_it_cannot_prove_is_a_warning(tmp_path: Path) -> None:
    """Ten runs prove 0.787, and 0.9 takes twenty-five."""
    file = read_test(write(tmp_path, TEXT.replace("at_least: 0.7", "at_least: 0.9")))
    (warning,) = [each for each in file.warnings if each.code == "too-few-seeds"]
    assert "0.787" in warning.message
    assert "25 seeds" in warning.remedy


def test_rules_and_stories_are_looked_up_beside_the_file(tmp_path: Path) -> None:
    """A repository of detections can lie anywhere."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yml").write_text(RULE, encoding="utf-8")
    story = (scenario_root() / "stories" / "coffee-machine" / "scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "scenario.yaml").write_text(story, encoding="utf-8")
    text = TEXT.replace("story: coffee-machine", "story: ./mine\ndetectors: [{kind: sigma, rules: [./rules]}]")
    text = text.replace("detector: scan", "rule: Everything that coffee says")
    file = read_test(write(tmp_path, text))
    assert file.test.story == str(tmp_path / "mine")
    assert file.test.detectors is not None
    assert file.test.detectors[0].parameters["rules"] == [str(tmp_path / "rules")]


def test_a_broken_rule_is_a_fault_of_the_rule(tmp_path: Path) -> None:
    """At the rule's file, so that its author is sent to work."""
    (tmp_path / "bad.yml").write_text("title: x\n", encoding="utf-8")
    text = TEXT.replace("hours: 0.6", "detectors: [{kind: scan}, {kind: sigma, rules: [./bad.yml]}]")
    with pytest.raises(BadInput) as caught:
        read_test(write(tmp_path, text))
    assert {Path(fault.place.source).name for fault in caught.value.faults} == {"bad.yml"}


def test_files_are_found_below_folders_and_hidden_ones_are_not(tmp_path: Path) -> None:
    """Caches and version control are no tests; a wrong path is a fault."""
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    for folder in (tmp_path, tmp_path / "deep", tmp_path / ".hidden"):
        write(folder)
    found, faults = test_files([tmp_path, tmp_path / "deep" / "x.detect.yml", tmp_path / "nowhere"])
    assert [path.parent.name for path in found] == ["deep", tmp_path.name]
    assert [fault.code for fault in faults] == ["missing-file"]


def test_a_file_that_is_named_twice_is_one(tmp_path: Path) -> None:
    """By its folder, by itself, and by a detour."""
    (tmp_path / "a").mkdir()
    path = write(tmp_path)
    assert test_files([tmp_path, path, tmp_path / "a" / ".." / path.name]) == ([path], [])


def test_seeds_are_a_count_or_themselves() -> None:
    """A count begins where the file says."""
    assert seeds_of(3, 7) == (7, 8, 9)
    assert seeds_of((5, 1), 7) == (5, 1)


def test_days_are_shared_among_stories_and_never_too_few(tmp_path: Path) -> None:
    """Five days in runs of two hours of two stories are thirty runs of each."""
    text = TEXT.replace("[quiet-day]", "[quiet-day, look-alikes]").replace("  seeds: 2", "  days: 5\n  hours: 2")
    runs = benign_runs(read_test(write(tmp_path, text)).test)
    assert [(story, hours, len(seeds)) for story, hours, seeds in runs] == [
        ("quiet-day", 2, 30),
        ("look-alikes", 2, 30),
    ]
