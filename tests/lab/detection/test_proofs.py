"""What cannot be proven is said before anything runs, with the least that it would take."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.seen import TEXT, write
from twin.lab.detection.detect_file import read_test


@pytest.mark.parametrize(
    ("right", "wrong", "code", "words"),
    [
        ("recall: {at_least: 0.7}", "recall: {at_least: 0.95}", "too-few-seeds", "52 seeds"),
        ("{at_most: 50}", "{at_most: 0.5}", "too-few-days", "6 days"),
        ("{at_most: 50}", "{at_most: 0}", "too-few-days", "above 0"),
    ],
)
def test_each_has_its_least_number(tmp_path: Path, right: str, wrong: str, code: str, words: str) -> None:
    """At the promise's own line."""
    warnings = read_test(write(tmp_path, TEXT.replace(right, wrong))).warnings
    (found,) = [warning for warning in warnings if warning.code == code]
    assert words in found.remedy
    assert found.place.line in (11, 17)


def test_minutes_of_analysts_need_days_too(tmp_path: Path) -> None:
    """Four minutes a case: 60 a day are 15 cases, which no case in 0.2 days proves."""
    text = TEXT.replace("false_alerts_per_day: {at_most: 50}", "analyst_minutes_per_day: {at_most: %s}")
    (warning,) = read_test(write(tmp_path, (text % 60).replace("  seeds: 2", "  seeds: 1\n  hours: 1"))).warnings
    assert (warning.code, warning.remedy) == ("too-few-days", "watch at least 0.2 days")
    assert read_test(write(tmp_path, (text % 300).replace("  seeds: 2", "  seeds: 1\n  hours: 1"))).warnings == ()


def test_runs_that_end_before_the_attack_are_told(tmp_path: Path) -> None:
    """At the hours that end them."""
    (warning,) = read_test(write(tmp_path, TEXT.replace("hours: 0.6", "hours: 0.1"))).warnings
    assert (warning.code, warning.place.line) == ("too-few-hours", 5)


def test_what_can_be_proven_is_no_warning(tmp_path: Path) -> None:
    """Ten seeds for 0.7, and two long days for fifty a day."""
    assert read_test(write(tmp_path)).warnings == ()


def test_a_gate_of_robustness_needs_seeds_too(tmp_path: Path) -> None:
    """Only where a value must be detected."""
    text = """
format: 1
title: x
story: coffee-machine
seeds: 3
robustness:
  - {detector: scan, vary: story.steps.scan.ports, values: [10, 1000], recall: {at_least: 0.9}%s}
"""
    assert read_test(write(tmp_path, text % "")).warnings == ()
    (warning,) = read_test(write(tmp_path, text % ", must_detect: [1000]")).warnings
    assert warning.code == "too-few-seeds"


def test_alerts_of_a_story_without_an_attack_can_only_be_false(tmp_path: Path) -> None:
    """To want one there is a warning at the count; to want none is not."""
    text = "format: 1\ntitle: x\nstory: quiet-day\nexpect:\n  - any: true\n    alerts: {%s: 1}\n"
    (warning,) = read_test(write(tmp_path, text % "at_least")).warnings
    assert (warning.code, warning.place.line) == ("no-attack", 6)
    assert read_test(write(tmp_path, text % "at_most")).warnings == ()
