"""Coverage is measured on runs: a technique counts as detected where an alert about its step was right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.detection.seen import alert, seen, step, write
from tests.lab.detection.sights import SINGLE, write_rule
from tests.lab.detection.takes import EARLY
from twin.core.errors import BadInput
from twin.lab.detection.coverage import Coverage, coverage, covered
from twin.lab.detection.coverage_show import show_coverage

TEXT = f"""
format: 1
title: A scan is seen
story: coffee-machine
hours: 0.05
set: {list(EARLY)}
seeds: 2
detectors: [{{kind: scan}}, {{kind: never}}, {{kind: sigma, rules: [./rules]}}]
expect: [{{detector: scan, entity: coffee-01, alerts: {{at_least: 1}}}}]
"""


def test_recall_is_the_share_of_performances_with_its_interval() -> None:
    """Two of three; wrong alerts and those of other steps count for nothing."""
    wrong = alert(right=False)
    elsewhere = alert(step="foothold")
    (found,) = covered([seen(1, alert()), seen(2, alert(), alert(detector="dns")), seen(3, wrong, elsewhere)])
    assert (found.id, found.domain, found.recall.n) == ("T0846.001", "ics-attack", 3)
    assert found.recall.mean == pytest.approx(2 / 3)
    assert dict(found.by) == {"dns": 1, "scan": 2}
    assert found.sole == ""


def test_a_technique_that_only_one_detects_is_said_to_be_so() -> None:
    """And one that nobody does has nobody; steps that only look like an attack are none."""
    (found,) = covered([seen(1, alert())])
    assert found.sole == "scan"
    (found,) = covered([seen(1)])
    assert (dict(found.by), found.sole, found.recall.mean) == ({}, "", 0.0)
    assert list(covered([seen(1, steps=(step(benign=True),)), replace(seen(2), benign=True)])) == []


def test_tests_are_run_and_what_never_spoke_is_named(tmp_path: Path) -> None:
    """A rule without a row, a detector that says nothing, leaves that nothing tries."""
    (tmp_path / "rules").mkdir()
    write_rule(tmp_path / "rules", SINGLE)
    found = coverage([write(tmp_path, TEXT)], cache=tmp_path / "cache", workers=1)
    assert (found.runs, found.rules, found.leaves, len(found.idle)) == (2, 1, 3, 3)
    assert [rule.title for rule in found.quiet] == ["Write from an office"]
    assert found.quiet_detectors == ("never",)
    (scan,) = [each for each in found.techniques if each.id.startswith("T0846")]
    assert (scan.recall.mean, scan.sole) == (1.0, "scan")
    assert all(not each.by for each in found.undetected)
    assert found.to_json()["sole"][scan.id] == "scan"
    assert found.exit_code == 0


def test_promises_that_are_not_kept_are_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken one makes 1, a rule that could not speak 2; both are told, at their lines."""
    (tmp_path / "rules").mkdir()
    write_rule(tmp_path / "rules", SINGLE)
    case = """format: 1
title: c
detectors: [{kind: sigma, rules: [./rules]}]
cases: [{rule: Write from an office, event: {src: ws-01, func: write_single_register}, match: false}]
"""
    found = coverage([write(tmp_path, case)], cache=tmp_path / "cache", workers=1)
    assert found.exit_code == 1
    assert replace(found, unkept=(replace(found.unkept[0], verdict="error"),)).exit_code == 2
    show_coverage(found)
    out = capsys.readouterr().out
    assert out.startswith("1 promise not kept; ")
    assert "x.detect.yml:4  broken: Write from an office: matches" in out


def test_nothing_is_not_covered(tmp_path: Path) -> None:
    """No test is 5; a fault stops everything."""
    assert Coverage((), (), (), (), 0, 0, 0).exit_code == 5
    assert coverage([tmp_path]).exit_code == 5
    with pytest.raises(BadInput):
        coverage([write(tmp_path, "format: 1\n")])
