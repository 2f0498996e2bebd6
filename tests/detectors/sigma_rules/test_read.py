"""Reading rules: what is understood, and how faults are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.detectors.sigma_rules.correlate import Correlation
from twin.detectors.sigma_rules.read import read_rules

GOOD = """
title: Shell on a robot
id: 00000000-0000-4000-8000-000000000001
tags: [attack.lateral_movement, attack.t0886]
logsource: {service: ssh}
detection:
  robot: {dst_kind: amr}
  condition: robot
level: high
"""
BASE = """
title: Refused
name: refused
logsource: {category: network_connection}
detection:
  s: {action: deny}
  condition: s
"""
COUNT = """
title: Often refused
correlation:
  type: event_count
  rules: [refused]
  group-by: [dst]
  timespan: 5m
  condition: {gt: 3}
level: informational
"""


def written(folder: Path, **texts: str) -> Path:
    """A folder with rule files."""
    for name, text in texts.items():
        (folder / f"{name}.yml").write_text(text)
    return folder


def test_a_rule_becomes_a_judgement(tmp_path: Path) -> None:
    """Title, level, first technique, source and whom it accuses."""
    (rule,) = read_rules([written(tmp_path, a=GOOD)])
    assert (rule.title, rule.level, rule.technique) == ("Shell on a robot", "high", "T0886")
    assert (rule.source.table, rule.source.service, rule.entity.column) == ("flow", "ssh", "src")


def test_a_correlation_silences_its_base_and_accuses_its_group(tmp_path: Path) -> None:
    """Base rules may lie in other files; ``gt 3`` needs four; informational counts as low."""
    (rule,) = read_rules([written(tmp_path, a=COUNT, b=BASE)])
    assert isinstance(rule.match, Correlation)
    assert (rule.match.need, rule.match.span_us, rule.entity.column, rule.level) == (4, 300_000_000, "dst", "low")


def test_a_base_that_generates_speaks_too(tmp_path: Path) -> None:
    """``generate: true`` keeps the base rule's own alerts."""
    rules = read_rules([written(tmp_path, a=COUNT.replace("  type:", "  generate: true\n  type:"), b=BASE)])
    assert [rule.title for rule in rules] == ["Often refused", "Refused"]


def test_a_file_may_be_named_itself(tmp_path: Path) -> None:
    """Files and folders alike."""
    assert len(read_rules([written(tmp_path, a=GOOD) / "a.yml"])) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.replace("ssh", "sssh"), "'Shell on a robot': logsource service 'sssh': did you mean ssh"),
        (GOOD.replace("condition: robot", "condition: robots"), "Detection 'robots' not defined"),
        (GOOD.replace("{dst_kind: amr}", "[evil]"), "keyword evil without a field"),
        (GOOD.replace("condition: robot", "condition: [robot, robot]"), "a list of conditions"),
        (GOOD.replace("dst_kind", "dst_kind|frobnicate"), "Unknown modifier"),
        (BASE + "---" + COUNT.replace("event_count", "temporal"), "correlation type temporal"),
        (BASE + "---" + COUNT.replace("gt: 3", "lt: 3"), "other than gte, gt or eq"),
        (BASE + "---" + COUNT.replace("gt: 3", "gte: 0"), "count 0"),
        (BASE + "---" + COUNT.replace("[refused]", "[missing]"), "missing"),
        ("title: [", "a.yml"),
        ("", "no rule in this file"),
        (BASE.replace("detection", "filter"), "a.yml"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path: Path, text: str, words: str) -> None:
    """File, rule and construct, in one line."""
    with pytest.raises(ValueError, match=r"a\.yml") as caught:
        read_rules([written(tmp_path, a=text)])
    assert words in str(caught.value)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """Two wrong files, a missing folder: three lines."""
    wrong = GOOD.replace("ssh", "sssh")
    with pytest.raises(ValueError, match="no such file") as caught:
        read_rules([written(tmp_path, a=wrong, b=wrong), tmp_path / "missing"])
    assert len(str(caught.value).splitlines()) == 3


def test_a_folder_without_rules_is_a_fault(tmp_path: Path) -> None:
    """A ruleset that is empty by mistake must not look like a quiet day."""
    with pytest.raises(ValueError, match="no rule"):
        read_rules([tmp_path])
