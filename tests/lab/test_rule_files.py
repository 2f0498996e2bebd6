"""Rule files that a posture names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import POSTURE, at, faults_of, inside, only, write
from twin.core.errors import BadInput, Fault, Place
from twin.lab import rule_files
from twin.lab.loader import load_posture
from twin.lab.resources import scenario_root
from twin.lab.rule_files import check_rule_files, faults_in_rules
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
    faults: list[Fault] = []
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
    write(tmp_path, "rules/odd.yml", RULE)
    path = write(tmp_path, "p.yaml", posture(f"[{tmp_path / 'rules'}]"))
    faults = faults_of(lambda: load_posture(path))
    assert [fault.code for fault in faults] == ["source-unknown"]
    assert faults[0].place == Place(str(tmp_path / "rules/odd.yml"), 4, RULE.splitlines()[3].index("hub") + 1)


def test_rules_of_several_folders_may_rest_on_each_other(tmp_path: Path) -> None:
    """They are read together, as the detector will read them."""
    write(tmp_path, "one/login.yml", RULE.replace("hub", "twin").replace("status", "name: login\nstatus"))
    count = "title: Logins\ncorrelation: {type: event_count, rules: [login], timespan: 1m, condition: {gte: 3}}\n"
    write(tmp_path, "two/logins.yml", count)
    path = write(tmp_path, "p.yaml", posture(f"[{tmp_path / 'one'}, {tmp_path / 'two'}]"))
    assert load_posture(path)
    assert [fault.code for fault in faults_in_rules([tmp_path / "two"])] == ["rule-reference"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (RULE.replace("hub, ", "twin, ").replace("robot_api", "nonsense"), "source-unknown", 4),
        ("title: x\n  bad: [\n", "bad-yaml", 2),
        ("", "missing-rules", 1),
        ("only words\n", "not-a-mapping", 1),
    ],
)
def test_a_malformed_rule_is_a_fault_at_its_file_and_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    """Whatever is wrong with it, and among rules that are right."""
    write(tmp_path, "good.yml", (scenario_root() / "rules/ot/robot-ssh.yml").read_text(encoding="utf-8"))
    bad = write(tmp_path, "bad.yml", text)
    (fault,) = faults_in_rules([tmp_path])
    assert (fault.code, fault.place.source, fault.place.line) == (code, str(bad), line)
    assert fault.remedy


def test_a_malformed_rule_among_the_lab_s_own_is_a_fault_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may put one there, and the run must not end in an error of Python's."""
    bad = write(tmp_path, "rules/ot/bad.yml", "title: x\n")
    monkeypatch.setattr(rule_files, "scenario_root", lambda: tmp_path)
    faults: list[Fault] = []
    check_rule_files(read_yaml("{kind: sigma, rules: [ot]}", "p.yaml")[0], faults)
    assert {(fault.code, fault.place.source) for fault in faults} == {("bad-rules", str(bad))}


@pytest.mark.parametrize("rules", ["[]", '""', '[""]'])
def test_a_detector_without_rules_is_refused(tmp_path: Path, rules: str) -> None:
    """It would detect nothing, or everything that lies in the folder above."""
    fault = only(lambda: load_posture(write(tmp_path, "p.yaml", posture(rules))))
    assert fault.code in ("missing-rules", "wrong-length")


FOREIGN = RULE.replace("{product: hub, service: robot_api}", "{category: process_creation, product: windows}")
HOLE = RULE.replace("{product: hub, service: robot_api}", "{service: robot_api}").replace(
    "verb: login", "verb|expand: '%v%'"
)


@pytest.mark.parametrize(
    ("rule", "options", "codes"),
    [
        (FOREIGN, "", {"source-unknown"}),
        (FOREIGN, ", unsupported: report", set()),
        (FOREIGN, ", unsupported: shrug", {"not-a-choice"}),
        (HOLE, "", {"bad-rules"}),
        (HOLE, ", placeholders: {v: login}", set()),
        (HOLE, ", placeholders: {w: login}", {"bad-rules"}),
        (HOLE, ", placeholders: nowhere.yml", {"bad-rules"}),
    ],
)
def test_rules_are_read_as_the_detector_will_read_them(
    tmp_path: Path, rule: str, options: str, codes: set[str]
) -> None:
    """With its placeholders, and refusing or reporting what the lab does not have."""
    path = write(tmp_path, "rules/one.yml", rule)
    text = posture(f"[{path}]{options}")
    faults: list[Fault] = []
    try:
        load_posture(write(tmp_path, "p.yaml", text))
    except BadInput as error:
        faults += error.faults
    assert {fault.code for fault in faults} == codes
