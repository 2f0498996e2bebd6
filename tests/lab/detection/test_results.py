"""Exit codes follow from verdicts, and silence is never success."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.lab.detection.seen import alert, seen, stage
from twin.core.errors import Fault, Place
from twin.lab.detection.results import Check, Outcome, RunSeen, TestResult, Verdict, is_of_rules
from twin.lab.statistics import Estimate


def _check(verdict: Verdict = "passed") -> Check:
    return stage().check("expect[0].recall", None, verdict=verdict, measured=Estimate(1.0, 0.9, 1.0, 30), message="x")


def _outcome(*verdicts: Verdict, runs: tuple[RunSeen, ...] = ()) -> Outcome:
    return Outcome((TestResult("x.detect.yml", "x", tuple(map(_check, verdicts)), runs),))


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [(("passed",), 0), (("passed", "failed"), 1), (("failed", "error"), 2), (("passed", "nothing"), 5),
     (("failed", "nothing"), 1), ((), 5)],
)  # fmt: skip
def test_the_worst_verdict_decides(verdicts: tuple[Verdict, ...], code: int) -> None:
    """A mute rule before a broken promise, a broken promise before an untested one."""
    assert _outcome(*verdicts).exit_code == code


def test_no_test_at_all_is_no_success() -> None:
    """Nothing collected is 5, as with pytest."""
    assert Outcome().exit_code == 5


def test_a_file_that_judges_nothing_spoils_the_others() -> None:
    """Nine green files do not hide an empty one."""
    good = _outcome("passed").tests[0]
    assert Outcome((good, replace(good, checks=()))).exit_code == 5


@pytest.mark.parametrize(
    ("sources", "code"),
    [(["rules/a.yml"], 2), (["rules/a.yml", "a.detect.yml"], 3), (["a.detect.yml"], 3), (["zones.yaml"], 3)],
)
def test_faults_of_rules_and_of_tests_are_told_apart(sources: list[str], code: int) -> None:
    """2 sends the author of a rule to work, 3 whoever keeps the tests."""
    faults = tuple(Fault(Place(source, 1), "bad-value", "x") for source in sources)
    assert Outcome(faults=faults).exit_code == code
    assert is_of_rules(faults[0]) == sources[0].startswith("rules")


def test_an_outcome_is_one_document_with_times_in_seconds() -> None:
    """Nothing in it is undefined, nor in microseconds."""
    document = _outcome("passed", "failed", runs=(seen(1, alert()),)).to_json(runs=True)
    again = json.loads(json.dumps(document, allow_nan=False))
    assert again["counts"] == {"passed": 1, "failed": 1, "error": 0, "nothing": 0}
    run = again["tests"][0]["runs"][0]
    assert run["alerts"][0]["time_s"] == 610
    assert run["steps"][0]["start_s"] == 600
    assert not any(name.endswith("_us") for row in (run, *run["alerts"], *run["steps"]) for name in row)
    assert again["tests"][0]["checks"][0]["measured"]["lo"] == 0.9
    assert _outcome("passed", runs=(seen(1),)).to_json()["tests"][0]["runs"] == 1
