"""Rules are found by everything that they may be called by, with their lines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from twin.lab.detection.rules import called, placeholders_of, rule_paths, rule_text, rules_in, rules_of, titles_of
from twin.lab.scenario import Choice

TEXT = """title: First
id: 11111111-1111-4111-8111-111111111111
tags: [attack.t0846.001, attack.discovery, tlp.red]
logsource: {service: dns}
---
title: Second
logsource: {service: dns}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with two rules."""
    file = tmp_path / "two.yml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_each_rule_has_its_line_and_its_techniques(path: Path) -> None:
    """Also the second of a file."""
    first, second = rules_in([path.parent])
    assert (first.title, first.line, first.techniques) == ("First", 1, ("T0846.001",))
    assert (second.title, second.id, second.techniques) == ("Second", "", ())
    assert "title: Second" in rule_text(second)
    assert "title: First" not in rule_text(second)


def test_a_title_or_an_id_is_one_rule_and_a_file_all_of_its(path: Path) -> None:
    """Upper and lower case are the same; a part of a title is nothing."""
    rules = rules_in([path])
    assert [rule.title for rule in called("FIRST", rules)] == ["First"]
    assert [rule.title for rule in called("11111111-1111-4111-8111-111111111111", rules)] == ["First"]
    assert [rule.title for rule in called("two", rules)] == ["First", "Second"]
    assert called("Fir", rules) == ()


def test_a_ruleset_knows_its_rules(path: Path) -> None:
    """Those of the lab by name, one's own by path; other detectors have none."""
    own = Choice(kind="sigma", parameters={"rules": str(path)})
    assert titles_of(own) == {"First": "11111111-1111-4111-8111-111111111111", "Second": "Second"}
    assert len(rules_of([Choice(kind="sigma"), own])) == len(rules_of([Choice(kind="sigma")])) + 2 > 10
    assert rule_paths(Choice(kind="scan")) == ()


def test_texts_for_holes_are_those_of_every_sigma_detector(tmp_path: Path) -> None:
    """Written in the ruleset or in a file; other kinds have none, and neither has a file that is not there."""
    table = tmp_path / "people.yml"
    table.write_text("admins: [alice, bob]\n", encoding="utf-8")
    given = [{"hosts": ["ws-*"], "one": "x"}, str(table), str(tmp_path / "nowhere.yml")]
    ruleset = [Choice(kind="sigma", parameters={"placeholders": each}) for each in given]
    found = placeholders_of([Choice(kind="never"), *ruleset])
    assert found == {"hosts": ("ws-*",), "one": ("x",), "admins": ("alice", "bob")}


def test_a_file_that_changed_is_read_again_and_one_that_is_no_yaml_has_no_rules(path: Path) -> None:
    """Within one process too."""
    assert len(rules_in([path])) == 2
    path.write_text("title: [", encoding="utf-8")
    os.utime(path, ns=(5, 5))
    assert rules_in([path]) == ()
