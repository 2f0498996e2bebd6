"""Two rulesets on the same runs: what one leaf changes is found, and nothing is found where nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.seen import write
from tests.lab.detection.sights import UNABLE, write_rule
from tests.lab.detection.takes import EARLY
from twin.core.errors import BadInput
from twin.lab.detection.diff import Difference
from twin.lab.detection.diff_run import Stage, diff
from twin.lab.detection.diff_show import answer
from twin.lab.detection.diff_sides import Side

RULE = """title: Failed contacts
id: 22222222-2222-4222-8222-222222222222
logsource: {category: network_connection}
detection:
  s: {src: coffee-01, conn_state: [S0, REJ]}
  condition: s
"""
TEXT = f"""
format: 1
title: Failed contacts are seen
story: coffee-machine
hours: 0.05
set: {list(EARLY)}
seeds: 2
detectors: [{{kind: sigma, rules: [./first]}}]
expect: [{{rule: Failed contacts, entity: coffee-01, alerts: {{at_least: 1}}}}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A test file and its rules."""
    found = tmp_path_factory.mktemp("detections")
    (found / "first").mkdir()
    write_rule(found / "first", RULE)
    write(found, TEXT)
    return found


def _diff(folder: Path, text: str) -> Difference:
    (folder / "second").mkdir(exist_ok=True)
    write_rule(folder / "second", text)
    first, second = Side("first", rules=folder / "first"), Side("second", rules=folder / "second")
    return diff(first, second, Stage(tests=(folder / "x.detect.yml",)), cache=folder / "cache", workers=1)


def test_the_same_rules_elsewhere_are_exactly_the_same(folder: Path) -> None:
    """Every alert, in every run."""
    found = _diff(folder, RULE)
    assert (found.differs, found.worse, found.exit_code, found.runs, found.attacked) == ((), False, 0, 2, 2)
    assert found.same == ("Failed contacts",)
    assert answer(found) == "no difference: second against first, 1 rule on 2 runs, every alert the same"


def test_a_rule_that_fires_no_more_breaks_its_promise(folder: Path) -> None:
    """Both are told."""
    found = _diff(folder, RULE.replace("[S0, REJ]", "SHR"))
    (told,) = found.differs
    assert (told.title, told.only_first, told.pairs, found.exit_code) == ("Failed contacts", 2, 2, 1)
    assert len(found.promises) == 1
    assert "Failed contacts on coffee-01, coffee-machine under zones: 0 alerts" in found.promises[0]


def test_a_promise_that_breaks_under_two_postures_is_told_with_each(folder: Path) -> None:
    """No line is printed twice."""
    write(folder, TEXT.replace("seeds: 2", "seeds: 1\npostures: [flat, zones]"), "two.detect.yml")
    (folder / "second").mkdir(exist_ok=True)
    write_rule(folder / "second", RULE.replace("[S0, REJ]", "SHR"))
    sides = Side("first", rules=folder / "first"), Side("second", rules=folder / "second")
    found = diff(*sides, Stage(tests=(folder / "two.detect.yml",)), cache=folder / "cache", workers=1)
    assert len(set(found.promises)) == len(found.promises) == 2
    assert ["under flat" in found.promises[0], "under zones" in found.promises[1]] == [True, True]


def test_a_field_that_is_not_there_any_more_is_drift_of_the_rule(folder: Path) -> None:
    """The rule can match nothing, and says which field it lacks."""
    found = _diff(folder, RULE.replace("conn_state", "no_such_field"))
    (told,) = found.differs
    assert "field-unknown" in told.mute
    assert told.worse


def test_a_rule_that_is_gone_is_named(folder: Path) -> None:
    """Though another one stands in its place."""
    found = _diff(folder, UNABLE)
    assert found.gone == ("Failed contacts",)
    assert any("is not in the second ruleset" in each.words for each in found.differs)
    assert answer(found).startswith("worse: second against first, 1 rule gone, 1 of 2 rules worse")


SILENT = RULE.replace("Failed contacts", "Silent").replace("2222", "3333").replace("[S0, REJ]", "SHR")


def _cases(folder: Path, second: str, match: str = "REJ") -> Difference:
    """*second* against the two rules of the first side, on a test that has a case and no story."""
    for name, text in (("first", f"{RULE}---\n{SILENT}"), ("second", second)):
        (folder / name).mkdir(exist_ok=True)
        write_rule(folder / name, text)
    event = f"{{src: coffee-01, conn_state: {match}}}"
    text = f"""format: 1
title: Cases
detectors: [{{kind: sigma, rules: [./first]}}]
cases: [{{rule: Failed contacts, event: {event}, match: true}}]
"""
    sides = Side("first", rules=folder / "first"), Side("second", rules=folder / "second")
    return diff(*sides, Stage(tests=(write(folder, text),)), cache=folder / "cache", workers=1)


def test_a_rule_that_is_gone_is_worse_though_it_never_spoke(tmp_path: Path) -> None:
    """It could have; one that is only called otherwise is said to be."""
    found = _cases(tmp_path, RULE)
    assert (found.gone, found.missed, found.exit_code, found.cases, found.runs) == (("Silent",), ("Silent",), 1, 1, 0)
    assert (
        answer(found) == "worse: second against first, 1 rule gone, 0 of 2 rules worse, 0 otherwise different, "
        "1 the same on 0 runs and 1 case"
    )
    renamed = SILENT.replace("Silent", "Quiet").replace("3333", "4444")
    found = _cases(tmp_path, f"{RULE}---\n{renamed}")
    assert (found.gone, found.renamed, found.exit_code) == ((), ("'Silent' is called 'Quiet'",), 0)


def test_cases_are_put_to_both_sides(tmp_path: Path) -> None:
    """One that the first side keeps and the second breaks is told with its line; so is one whose rule is gone."""
    found = _cases(tmp_path, f"{RULE.replace('[S0, REJ]', 'S0')}---\n{SILENT}")
    assert ([each.rpartition("/")[2] for each in found.promises], found.exit_code) == (
        ["x.detect.yml:4  Failed contacts: does not match"], 1,
    )  # fmt: skip
    found = _cases(tmp_path, SILENT)
    assert "no such rule is in the ruleset" in found.promises[0]


def test_faults_stop_a_difference_before_anything_runs(folder: Path) -> None:
    """Of rules, of stories, of numbers."""
    with pytest.raises(BadInput):
        _diff(folder, RULE.replace("src:", "src|containz:"))
    with pytest.raises(BadInput):
        diff(Side("z", posture="zones"), Side("f", posture="flat"), Stage(stories=("none",)), cache=folder / "cache")


def test_postures_are_compared_on_the_same_seeds(folder: Path) -> None:
    """Columns that only the first one's runs fill are drift: where nobody listens there are no flows."""
    (folder / "deaf.yaml").write_text("format: 1\ntitle: Deaf\npolicy: {kind: zones}\ntaps: []\n", encoding="utf-8")
    stage = Stage(stories=("coffee-machine",), seeds=1, hours=0.05)
    sides = Side("zones", posture="zones"), Side("deaf", posture=str(folder / "deaf.yaml"))
    found = diff(*sides, stage, cache=folder / "cache", workers=1)
    assert (found.runs, found.attacked, found.exit_code) == (2, 0, 1)
    assert "flow.verb is filled in the runs of the first, never in those of the second" in found.drift
