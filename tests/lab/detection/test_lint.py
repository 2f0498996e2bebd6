"""Rules and tests are read without running anything, and what is missing is a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.seen import TEXT, write
from tests.lab.detection.sights import COUNT, write_rule
from twin.lab.detection.lint import lint

RULE = """
title: Coffee speaks
tags: [attack.t0846]
logsource: {category: network_connection}
detection:
  selection: {src_kind: coffee_machine}
  condition: selection
level: low
"""
CASE = """
format: 1
title: x
detectors: [{kind: sigma, rules: [./coffee.yml]}]
cases: [{rule: coffee, event: {src_kind: coffee_machine}, match: true}]
"""


def _rule(folder: Path, text: str = RULE) -> None:
    (folder / "coffee.yml").write_text(text, encoding="utf-8")


def test_what_is_whole_has_neither_faults_nor_warnings(tmp_path: Path) -> None:
    """A rule with a case, and a test with quiet days."""
    _rule(tmp_path)
    write(tmp_path, CASE)
    write(tmp_path, TEXT, "scan.detect.yml")
    found = lint([tmp_path])
    assert (found.faults, found.warnings, found.files, found.exit_code) == ((), (), 3, 0)


def test_a_rule_reached_on_two_ways_has_its_fault_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its own name, by a detour and through a test; shown as from the working folder, and counted once."""
    for name in ("rules", "tests"):
        (tmp_path / name).mkdir()
    _rule(tmp_path / "rules", RULE.replace("src_kind:", "src_kynd:"))
    write(tmp_path / "tests", CASE.replace("./coffee.yml", "../rules"))
    monkeypatch.chdir(tmp_path)
    for paths in (["."], ["tests", "rules", "tests/../rules"], [str(tmp_path / "tests" / ".." / "rules"), "tests"]):
        found = lint(paths)
        assert [(str(fault.place), fault.code) for fault in found.faults] == [
            ("rules/coffee.yml:6:15", "field-unknown")
        ]
        assert found.files == 2


def test_a_test_that_cannot_be_read_holds_back_what_is_untested(tmp_path: Path) -> None:
    """It may be the one that names the rule."""
    _rule(tmp_path)
    assert [warning.code for warning in lint([tmp_path]).warnings] == ["untested-rule"]
    write(tmp_path, CASE.replace("cases:", "casses:"))
    found = lint([tmp_path])
    assert ([warning.code for warning in found.warnings], found.files, found.exit_code) == ([], 2, 3)


def test_who_only_serves_a_correlation_is_neither_tested_nor_tagged(tmp_path: Path) -> None:
    """The correlation is, and says so."""
    write_rule(tmp_path, COUNT)
    found = lint([tmp_path])
    assert {(warning.code, "'Many names'" in warning.message) for warning in found.warnings} == {
        ("untested-rule", True), ("no-technique", True),
    }  # fmt: skip


def test_what_is_called_like_a_rule_and_says_nothing_is_told(tmp_path: Path) -> None:
    """An empty file, a list, a link that leads nowhere; keys of another kind are left alone."""
    (tmp_path / "empty.yml").touch()
    (tmp_path / "list.yml").write_text("- a\n", encoding="utf-8")
    (tmp_path / "other.yml").write_text("a: b\n", encoding="utf-8")
    (tmp_path / "link.yml").symlink_to("nowhere")
    found = lint([tmp_path])
    told = [(Path(warning.place.source).name, warning.code) for warning in found.warnings]
    assert told == [("empty.yml", "missing-rules"), ("link.yml", "unreadable-file"), ("list.yml", "missing-rules")]
    assert (found.faults, found.exit_code) == ((), 5)


def test_a_file_that_is_no_yaml_is_a_fault_and_other_yaml_is_left_alone(tmp_path: Path) -> None:
    """A broken rule among whole ones is found without any test; in a hidden folder nothing is looked at."""
    folder = tmp_path / ".hidden" / "rules"
    (folder / ".cache").mkdir(parents=True)
    _rule(folder, "title: [x\n")
    write_rule(folder, "site_name: Handbook\n", "mkdocs.yml")
    write_rule(folder / ".cache", "title: [x\n")
    found = lint([folder])
    assert ([fault.code for fault in found.faults], found.files, found.exit_code) == (["bad-yaml"], 1, 2)


def test_what_nobody_tests_is_a_warning_at_its_line(tmp_path: Path) -> None:
    """A rule without a test and without a technique, a test without quiet days."""
    _rule(tmp_path, RULE.replace("tags: [attack.t0846]\n", ""))
    write(tmp_path, TEXT[: TEXT.index("benign:")])
    found = lint([tmp_path])
    assert {(Path(w.place.source).name, w.code) for w in found.warnings} == {
        ("coffee.yml", "untested-rule"), ("coffee.yml", "no-technique"), ("x.detect.yml", "no-quiet-days"),
    }  # fmt: skip
    assert all(warning.place.line for warning in found.warnings)
    assert found.exit_code == 0


def test_faults_of_rules_and_of_tests_are_told_apart(tmp_path: Path) -> None:
    """2 for a rule alone, 3 with a test, 5 for nothing at all."""
    assert lint([tmp_path]).exit_code == 5
    _rule(tmp_path, RULE.replace("condition: selection", "condition: selektion"))
    assert lint([tmp_path]).exit_code == 2
    write(tmp_path, TEXT.replace("story:", "stroy:"))
    assert lint([tmp_path]).exit_code == 3
