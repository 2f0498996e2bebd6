"""Every run that is asked for is planned, and none twice."""

from __future__ import annotations

from pathlib import Path

from tests.lab.detection.seen import write
from twin.lab.detection.detect_file import read_test
from twin.lab.detection.plan import gather, plan
from twin.lab.detection.scores import NULLS

TEXT = """
format: 1
title: x
story: coffee-machine
hours: 0.6
postures: [flat, zones]
seeds: 3
first_seed: 5
expect: [{any: true, alerts: {at_least: 1}}]
robustness:
  - {any: true, vary: story.steps.scan.ports, values: [10, 1000], seeds: 2}
benign: {stories: [quiet-day], hours: 1, seeds: 2, false_alerts_per_day: {at_most: 1000}}
"""


def test_runs_are_seeds_times_postures_with_values_and_quiet_days(tmp_path: Path) -> None:
    """Three seeds, two values of two seeds, two quiet days, under two postures."""
    wanted = plan(read_test(write(tmp_path, TEXT)))
    roles = [each.role for each in wanted if each.posture.name == "flat"]
    assert (roles.count("expect"), roles.count("robustness"), roles.count("benign")) == (3, 4, 2)
    assert len(wanted) == 2 * len(roles)
    assert {each.take.seed for each in wanted if each.take and each.role == "expect"} == {5, 6, 7}
    varied = {each.variant for each in wanted if each.role == "robustness"}
    assert varied == {("story.steps.scan.ports=10",), ("story.steps.scan.ports=1000",)}


def test_two_files_share_their_runs(tmp_path: Path) -> None:
    """Each of them is told what its own ruleset says, and detectors that know nothing hear last."""
    one = plan(read_test(write(tmp_path, TEXT)))
    other = plan(
        read_test(write(tmp_path, TEXT.replace("seeds: 3", "detectors: [{kind: scan}]\nseeds: 4"), "y.detect.yml"))
    )
    works = gather([*one, *other])
    assert len(works) == 2 * (4 + 4 + 2)
    assert sum(len(who) for _, who in works) == len(one) + len(other)
    assert all(len(work.rulesets) == len(who) + 1 for work, who in works)
    assert all(work.rulesets[-1] == NULLS for work, _ in works)


def test_runs_that_are_answered_are_not_those_that_are_not(tmp_path: Path) -> None:
    """The response plan changes what happens."""
    file = read_test(write(tmp_path, TEXT.replace("hours: 0.6", "hours: 0.6\nrespond: true")))
    assert all(work.live for work, _ in gather(plan(file)))
    assert not any(work.live for work, _ in gather(plan(read_test(write(tmp_path, TEXT)))))


def test_a_recording_is_one_run_a_posture(tmp_path: Path) -> None:
    """It is heard, not made."""
    file = read_test(write(tmp_path, TEXT))
    test = file.test.model_copy(update={"story": "", "recording": "runs/x", "robustness": (), "benign": None})
    wanted = plan(type(file)(file.path, test, file.places, ()))
    assert [(each.recording, each.take) for each in wanted] == [(Path("runs/x"), None)] * 2
    assert gather(wanted) == []
