"""Promises as tests: what a file promises is found without a run, and named as the verdicts will be."""

from __future__ import annotations

from pathlib import Path

from tests.lab.detection.seen import write
from twin.lab.detection.detect_file import read_test
from twin.lab.detection.testing.items import Promised, _is_slow, _only, promises_of

MIXED = """
format: 1
title: x
stories: [coffee-machine, worm]
postures: [flat, zones]
seeds: 20
expect:
  - {detector: scan, alerts: {at_least: 1}, recall: {at_least: 0.5}}
  - {any: true, before: impact.takeover}
benign: {stories: [quiet-day], seeds: 1, hours: 1, analyst_minutes_per_day: {at_most: 60}}
"""


def test_there_is_one_for_each_story_posture_and_thing(tmp_path: Path) -> None:
    """Two stories, two postures, three things and a quiet day."""
    file = read_test(write(tmp_path, MIXED))
    found = list(promises_of(file))
    assert len(found) == 2 * (2 * 3 + 1)
    assert len({(each.what, each.story, each.posture) for each in found}) == len(found)
    assert [each.name for each in found[:3]] == [
        "alerts-of-scan[coffee-machine-flat]", "recall-of-scan[coffee-machine-flat]",
        "before-of-any-detector[coffee-machine-flat]",
    ]  # fmt: skip
    assert found[6] == Promised("benign", "benign.analyst_minutes_per_day", "the ruleset", "", "flat")


def test_a_part_under_one_posture_is_judged_by_itself(tmp_path: Path) -> None:
    """Places keep their numbers, and what is not asked for is not run."""
    file = read_test(write(tmp_path, MIXED))
    part = _only(file, "benign", "zones").test
    assert (part.expect, part.postures, part.benign) == ((), ("zones",), file.test.benign)
    assert _only(file, "expect", "flat").test.benign is None


def test_many_seeds_are_slow(tmp_path: Path) -> None:
    """Twenty runs of a story are; cases and an hour of a quiet day are not."""
    test = read_test(write(tmp_path, MIXED)).test
    assert _is_slow(test, "expect")
    assert not _is_slow(test, "benign")
    assert not _is_slow(test, "cases")
    assert not _is_slow(test.model_copy(update={"seeds": 19}), "expect")
