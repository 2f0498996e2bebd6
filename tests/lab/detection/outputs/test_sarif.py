"""SARIF fits its schema, and lays each result on the line where it can be mended."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.lab.detection.outputs.outcomes import ALL, BROKEN, CASE, FAULTY, KEPT, outcome
from twin.lab.detection.outputs.sarif import kind_of, render
from twin.lab.detection.results import Outcome


@cache
def _schema() -> dict[str, Any]:
    text = Path(__file__).with_name("schemas").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _run(told: Outcome) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(render(told))["runs"][0]
    return run


@pytest.mark.parametrize("told", ALL)
def test_every_log_is_valid(told: Outcome) -> None:
    """By the schema of the standard."""
    jsonschema.Draft4Validator(_schema()).validate(json.loads(render(told)))


def test_a_broken_promise_lies_on_the_rules_line_and_refers_to_the_test() -> None:
    """The rule is what has to be mended; where it is not in the repository, the test is."""
    mine, built_in = _run(outcome(BROKEN))["results"][0], replace(BROKEN, rule_file="/elsewhere/rules/scan.yml")
    place = mine["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "rules/scan.yml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 4}
    assert mine["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 7
    assert (mine["ruleId"], mine["level"]) == ("recall", "error")
    assert "1 of 2 runs detected" in mine["message"]["text"]
    other = _run(outcome(built_in))["results"][0]
    assert other["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "detections/x.detect.yml"
    assert "relatedLocations" not in other


def test_results_are_what_is_wrong_and_nothing_else() -> None:
    """Kept promises are none; an untested one and a warning are warnings; a fault is an error."""
    run = _run(outcome())
    assert [(each["ruleId"], each["level"]) for each in run["results"]] == [
        ("recall", "error"), ("alerts", "error"), ("before", "warning"), ("too-few-seeds", "warning")]  # fmt: skip
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == ["alerts", "before", "recall", "too-few-seeds"]
    assert [each["ruleIndex"] for each in run["results"]] == [2, 0, 1, 3]
    assert [each["ruleId"] for each in _run(outcome(KEPT))["results"]] == ["too-few-seeds"]
    assert [each["level"] for each in _run(FAULTY)["results"]] == ["error"]


def test_a_result_keeps_its_fingerprint_while_its_numbers_change() -> None:
    """So that code scanning knows it again; another posture is another result."""
    changed = replace(BROKEN, message="0 of 2 runs detected", line=99)
    prints = [_run(outcome(each))["results"][0]["partialFingerprints"]["promise/v1"] for each in
              (BROKEN, changed, replace(BROKEN, posture="zones"))]  # fmt: skip
    assert prints[0] == prints[1] != prints[2]


def test_the_sort_of_a_promise_is_its_last_word() -> None:
    """And of a case the part of the file."""
    assert [kind_of(KEPT), kind_of(CASE), kind_of(replace(KEPT, what="robustness[1]"))] == [
        "recall", "case", "robustness"]  # fmt: skip
