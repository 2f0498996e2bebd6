"""Rule files that a posture names."""

from __future__ import annotations

from pathlib import Path

from tests.lab.written_files import POSTURE, at, faults_of, inside, only, write
from twin.lab.loader import load_posture
from twin.lab.rule_files import check_rule_files
from twin.lab.yaml_places import read_yaml

RULE = """\
title: A login
id: 6f3c1f0e-6f0b-4a55-9d5e-0d6d2f6c1a11
status: test
logsource: {product: hub, service: robot_api}
detection:
  found: {verb: login}
  condition: found
level: high
"""


def posture(rules: str) -> str:
    """A posture with one Sigma detector."""
    return POSTURE.replace("{kind: scan, cadence_s: 5}", f"{{kind: sigma, rules: {rules}}}")


def test_rules_that_do_not_exist_are_named_with_the_nearest(tmp_path: Path) -> None:
    """A folder of rules that is missing would mean that nothing is ever detected."""
    text = posture("[ott]")
    fault = only(lambda: load_posture(write(tmp_path, "p.yaml", text)))
    assert (fault.code, at(fault)) == ("missing-rules", inside(text, "rules", "ott"))
    assert "did you mean ot?" in fault.remedy


def test_the_lab_s_own_rules_are_found() -> None:
    """``ot`` comes with the lab; other detectors are not asked about rules."""
    faults = []
    for text in (
        "{kind: sigma, rules: [ot]}",
        "{kind: scan, rules: [ott]}",
        "{kind: sigma}",
        "{kind: sigma, rules: [3]}",
    ):
        check_rule_files(read_yaml(text, "p.yaml")[0], faults)
    assert faults == []


def test_rules_from_elsewhere_are_read_at_once(tmp_path: Path) -> None:
    """A rule that is not understood is a fault of the input, with the rule's file in the message."""
    write(tmp_path, "rules/odd.yml", RULE.replace("{verb: login}", "[only, keywords]"))
    path = write(tmp_path, "p.yaml", posture(f"[{tmp_path / 'rules'}]"))
    faults = faults_of(lambda: load_posture(path))
    assert {fault.code for fault in faults} == {"bad-rules"}
    assert "odd.yml" in faults[0].message
