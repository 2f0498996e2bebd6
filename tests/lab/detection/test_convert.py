"""Old rules become correlations, and each rule's usability is told at its own line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.detection.sights import COUNT, CYCLE, SINGLE, UNABLE, lookup, sight, write_rule
from twin.core.errors import BadInput
from twin.lab.detection.convert import CONVERT_FILE, convert
from twin.lab.detection.convert_show import answer
from twin.lab.detection.explain import explain
from twin.lab.detection.rules import called, rules_in

OLD = """# counts as rules did
title: Old count
id: 11111111-1111-4111-8111-111111111112
logsource: {service: dns}
detection:
  sel: {status: nxdomain}
  timeframe: 1m
  condition: sel | count(query) by src > 2
level: low
"""
WINDOWS = """title: Of another world
logsource: {product: windows, category: process_creation}
detection:
  s: {Image: x}
  condition: s
"""


def test_a_converted_rule_says_what_the_old_one_said(tmp_path: Path) -> None:
    """More than two different names within a minute."""
    write_rule(tmp_path, OLD)
    found = convert(tmp_path)
    assert (found.changed, found.exit_code, found.counts["usable"]) == (1, 0, 2)
    found.write(tmp_path / "out")
    path = tmp_path / "out" / "rule.yml"
    (rule,) = called("Old count", rules_in([path]))
    assert explain(rule, [path], sight([lookup(n, f"n{n}") for n in range(2)])).verdict == "silent"
    assert explain(rule, [path], sight([lookup(n, f"n{n}") for n in range(3)])).verdict == "fired"
    assert json.loads((tmp_path / "out" / CONVERT_FILE).read_text(encoding="utf-8"))["counts"]["usable"] == 2


def test_each_rule_says_why_it_cannot_be_used(tmp_path: Path) -> None:
    """Source, field, and the place in the file that was read."""
    write_rule(tmp_path, SINGLE, "a.yml")
    write_rule(tmp_path, f"{UNABLE}---\n{WINDOWS}", "b.yml")
    found = convert(tmp_path)
    told = [(rule.title, rule.status, rule.line) for rule in found.rules]
    assert told == [
        ("Write from an office", "usable", 1), ("Of another field", "field-unknown", 4),
        ("Of another world", "source-unknown", 8),
    ]  # fmt: skip
    assert {rule.file for rule in found.rules} == {str(tmp_path / "a.yml"), str(tmp_path / "b.yml")}
    assert found.exit_code == 1


def test_nobody_in_a_ring_is_usable(tmp_path: Path) -> None:
    """Nor is the base of a correlation that cannot be; that of a sound one is."""
    write_rule(tmp_path, CYCLE, "ring.yml")
    write_rule(tmp_path, COUNT.replace("[src]", "[no_such_field]"), "count.yml")
    found = convert(tmp_path)
    assert ([rule.title for rule in found.rules if rule.status == "usable"], found.exit_code) == ([], 2)
    assert found.counts["unsupported"] == 2
    told = next(rule for rule in found.rules if rule.title == "A name that is not there")
    assert told.reason == "the correlation that it is for cannot be used"
    write_rule(tmp_path, COUNT, "count.yml")
    assert [rule.title for rule in convert(tmp_path).rules if rule.status == "usable"] == [
        "A name that is not there", "Many names",
    ]  # fmt: skip


def test_a_file_that_needs_no_change_is_copied_letter_by_letter(tmp_path: Path) -> None:
    """Comments and all, in its folder."""
    (tmp_path / "rules" / "deep").mkdir(parents=True)
    text = f"# a comment\n{SINGLE}"
    write_rule(tmp_path / "rules" / "deep", text)
    convert(tmp_path / "rules").write(tmp_path / "out")
    assert (tmp_path / "out" / "deep" / "rule.yml").read_text(encoding="utf-8") == text


def test_what_cannot_be_converted_is_refused_by_name_and_stops_no_other(tmp_path: Path) -> None:
    """Line, cause; broken YAML too."""
    write_rule(tmp_path, OLD.replace("  timeframe: 1m\n", ""), "a.yml")
    write_rule(tmp_path, "title: [x\n", "b.yml")
    write_rule(tmp_path, SINGLE, "c.yml")
    found = convert(tmp_path)
    assert sorted((fault.code, Path(fault.place.source).name) for fault in found.faults) == [
        ("bad-yaml", "b.yml"),
        ("rule-aggregation", "a.yml"),
    ]
    assert (found.exit_code, [(rule.title, rule.status) for rule in found.rules]) == (
        2, [("Old count", "faulty"), ("Write from an office", "usable")],
    )  # fmt: skip


def test_a_rule_that_cannot_be_converted_leaves_the_others_of_its_file(tmp_path: Path) -> None:
    """They are converted and written, and it is counted by its name; so is one that cannot be read."""
    broken = OLD.replace("Old count", "Torn").replace("1112", "1113").replace("count(query)", "median(query)")
    unread = SINGLE.replace("Write from an office", "Unread").replace("|startswith", "|startz").replace("1111", "1114")
    write_rule(tmp_path, f"{broken}---\n{OLD}---\n{unread}")
    found = convert(tmp_path)
    assert {(rule.title, rule.status, rule.line) for rule in found.rules} == {
        ("Torn", "faulty", 2), ("Old count", "usable", 12),
        ("Old count: event", "usable", 12), ("Unread", "faulty", 21),
    }  # fmt: skip
    assert (found.exit_code, found.sources, answer(found)) == (
        2, 1, "2 of 4 rules usable: 2 faulty; 1 of 1 file converted; 2 faults"
    )  # fmt: skip
    assert any("rule 'Torn': aggregation 'median(query) by src > 2'" in fault.message for fault in found.faults)
    found.write(tmp_path / "out")
    assert "type: value_count" in (tmp_path / "out" / "rule.yml").read_text(encoding="utf-8")


def test_nothing_is_refused(tmp_path: Path) -> None:
    """A path that is not there, and a folder without rules."""
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(BadInput):
            convert(path)
