"""Single events are matched or left alone, without a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.seen import write
from twin.lab.detection.cases import judge_cases
from twin.lab.detection.detect_file import read_test
from twin.lab.detection.results import Check

RULE = """
title: Coffee asks for cheese
logsource: {service: dns}
detection:
  selection: {query|contains: cheese}
  condition: selection
level: low
"""


def _judged(folder: Path, *cases: str) -> list[Check]:
    (folder / "cheese.yml").write_text(RULE, encoding="utf-8")
    text = "format: 1\ntitle: x\ndetectors: [{kind: sigma, rules: [./cheese.yml]}]\ncases:\n"
    return list(judge_cases(read_test(write(folder, text + "".join(f"  - {case}\n" for case in cases)))))


@pytest.mark.parametrize(("query", "match", "verdict"), [
    ("cheese.example", "true", "passed"), ("milk.example", "false", "passed"),
    ("milk.example", "true", "failed"), ("cheese.example", "false", "failed"),
])  # fmt: skip
def test_a_match_is_wanted_or_not(tmp_path: Path, query: str, match: str, verdict: str) -> None:
    """A broken case shows its event, and where the rule stands."""
    (check,) = _judged(tmp_path, f"{{rule: cheese, name: lunch, event: {{query: {query}}}, match: {match}}}")
    assert check.verdict == verdict
    assert "lunch" in check.message
    assert bool(check.timeline) == (verdict == "failed")
    assert Path(check.rule_file).name == "cheese.yml"
    assert check.line == 5


def test_of_several_events_one_is_enough(tmp_path: Path) -> None:
    """For a rule on single events."""
    events = "[{query: milk.example}, {query: cheese.example}]"
    (check,) = _judged(tmp_path, f"{{rule: Coffee asks for cheese, events: {events}, match: true}}")
    assert check.passed


def test_a_file_without_cases_has_no_checks(tmp_path: Path) -> None:
    """Nothing comes of nothing."""
    assert list(judge_cases(read_test(write(tmp_path)))) == []
