"""A promise about nothing is refused where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.seen import TEXT, write
from twin.core.errors import BadInput, Fault
from twin.lab.detection.detect_file import read_test


def _faults(folder: Path, text: str) -> list[Fault]:
    with pytest.raises(BadInput) as caught:
        read_test(write(folder, text))
    return list(caught.value.faults)


WRONG = [
    ("story: coffee-machine", "story: cofee-machine", "unknown-story", "did you mean coffee-machine?"),
    ("detector: scan", "detector: scam", "missing-reference", "did you mean scan?"),
    ("detector: scan", "detector: cusum", "missing-reference", "known"),
    ("detector: scan", "rule: Swep over many ports", "missing-reference", "known"),
    ("detector: scan", "detector: scan\n    any: true", "contradicts-itself", "any: true"),
    ("entity: coffee-01", "entity: cofee-01", "matches-nothing", "did you mean coffee-01?"),
    ("entity: coffee-01", "technique: T9999", "unknown-technique", "list techniques"),
    ("at_least: 1, at_most: 2", "at_least: 3, at_most: 2", "contradicts-itself", "exchange"),
    ("from: step.scan.start", "from: step.scam.start", "missing-reference", "step.scan.start"),
    ("before: impact.takeover", "before: impact.takover", "missing-reference", "did you mean impact.takeover?"),
    ("percentile: 90", "percentile: 190", "out-of-range", "below 100"),
    ("percentile:", "quantile:", "unknown-key", "percentile"),
    ("at_least: 0.7", "at_least: 70", "mistaken-unit", "0.7"),
    ("stories: [quiet-day]", "stories: [worm]", "does-not-fit", "quiet-day"),
    ("stories: [quiet-day]", "stories: [quiet-dya]", "unknown-story", "did you mean quiet-day?"),
    ("  seeds: 2", "  seeds: 2\n  days: 2", "contradicts-itself", "days"),
    ("  seeds: 2", "  hours: 1", "contradicts-itself", "days"),
    ("seeds: 10", "seeds: 0", "out-of-range", "100,000"),
    ("seeds: 10", "seeds: [1, 1]", "out-of-range", "once"),
    ("hours: 0.6", "postures: [zoness]", "unknown-posture", "did you mean zones?"),
    ("hours: 0.6", "set: [story.steps.scan.prots=3]", "unknown-parameter", "did you mean ports?"),
    ("hours: 0.6", "recording: ./nowhere", "missing-folder", "twin import"),
    ("story: coffee-machine", "why: none", "missing-key", "story"),
    ("hours: 0.6", "postures: [zones, flat, zones]", "duplicate-name", "once"),
    ("story: coffee-machine", "stories: [coffee-machine, worm, coffee-machine]", "duplicate-name", "once"),
    ("stories: [quiet-day]", "stories: [quiet-day, quiet-day]", "duplicate-name", "once"),
    ("at_least: 1, at_most: 2", "at_least: 0", "nothing-expected", "at_most"),
    ("entity: coffee-01", "technique: ''", "nothing-expected", "leave it out"),
    ("entity: coffee-01", "entity: ''", "nothing-expected", "leave it out"),
    ("detector: scan", "rule: Modbus spoken from the office\n    technique: T1021", "missing-reference", "write T"),
]


@pytest.mark.parametrize(("right", "wrong", "code", "remedy"), WRONG, ids=[wrong[1] for wrong in WRONG])
def test_each_mistake_has_its_line_and_its_remedy(
    tmp_path: Path, right: str, wrong: str, code: str, remedy: str
) -> None:
    """As everywhere: file, line, cause, what to write instead."""
    found = [fault for fault in _faults(tmp_path, TEXT.replace(right, wrong)) if fault.code == code]
    assert found
    assert remedy in found[0].remedy
    assert found[0].place.line > 0
    assert found[0].place.source.endswith("x.detect.yml")


def test_two_sources_are_one_too_many(tmp_path: Path) -> None:
    """Nobody could say which of them it would be."""
    (fault,) = _faults(tmp_path, TEXT.replace("story: coffee-machine", "story: worm\nstories: [coffee-machine]"))
    assert (fault.code, fault.place.line) == ("contradicts-itself", 5)


@pytest.mark.parametrize("text", ["format: 1\ntitle: x\nstory: worm\n",
                                  "format: 1\ntitle: x\nbenign: {stories: [quiet-day], days: 1}\n",
                                  "format: 1\ntitle: x\nstory: worm\nexpect: [{any: true}]\n",
                                  "format: 1\ntitle: x\nstory: worm\nexpect: [{any: true, alerts: {}}]\n"])  # fmt: skip
def test_a_test_that_expects_nothing_is_none(tmp_path: Path, text: str) -> None:
    """Nothing could break it."""
    assert {fault.code for fault in _faults(tmp_path, text)} == {"nothing-expected"}


def test_a_technique_may_be_the_whole_of_what_the_rule_suggests(tmp_path: Path) -> None:
    """T0846 of a rule tagged T0846.001, by today's number or yesterday's; and a zero beside a limit is no fault."""
    logs = "logsource: {service: dns}\ndetection: {s: {service: dns}, condition: s}\nlevel: low\n"
    (tmp_path / "mine.yml").write_text(f"title: Mine\ntags: [attack.t1692.001]\n{logs}", encoding="utf-8")
    text = TEXT.replace("hours: 0.6", "hours: 0.6\ndetectors: [{kind: sigma, rules: [./mine.yml]}]")
    for wanted in ("T1692", "T1692.001", "T0855"):
        said = text.replace("detector: scan", f"rule: Mine\n    technique: {wanted}")
        assert (
            read_test(write(tmp_path, said.replace("at_least: 1,", "at_least: 0,"))).test.expect[0].technique == wanted
        )


def test_a_value_that_is_tried_twice_would_count_twice(tmp_path: Path) -> None:
    """At the second of them."""
    each = "{detector: scan, vary: story.steps.scan.ports, values: [10, 20, 10]}"
    (fault,) = _faults(tmp_path, f"format: 1\ntitle: x\nstory: coffee-machine\nrobustness:\n  - {each}\n")
    assert (fault.code, fault.place.line) == ("duplicate-name", 5)


def test_a_value_that_the_story_refuses_is_told_where_it_stands(tmp_path: Path) -> None:
    """And so is one that must be detected and is not tried."""
    text = """
format: 1
title: x
story: coffee-machine
robustness:
  - detector: scan
    vary: story.steps.scan.ports
    values: [10, many]
    must_detect: [11]
"""
    faults = _faults(tmp_path, text)
    assert [(fault.code, fault.place.line) for fault in faults] == [("wrong-type", 8), ("missing-reference", 9)]


@pytest.mark.parametrize(("case", "code"), [
    ("{rule: no such rule, event: {a: 1}, match: true}", "missing-reference"),
    ("{rule: TCP, match: true}", "missing-reference"),
    ("{rule: Login as admin from an asset without that duty, match: true}", "contradicts-itself"),
])  # fmt: skip
def test_a_case_needs_a_rule_and_an_event(tmp_path: Path, case: str, code: str) -> None:
    """Exactly one of event and events."""
    faults = _faults(tmp_path, f"format: 1\ntitle: x\ncases:\n  - {case}\n")
    assert code in {fault.code for fault in faults}
