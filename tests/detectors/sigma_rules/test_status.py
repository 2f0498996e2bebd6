"""Statuses: what became of each rule."""

from __future__ import annotations

from pathlib import Path

from twin.detectors.sigma_rules.fields import Source
from twin.detectors.sigma_rules.read import load_rules
from twin.detectors.sigma_rules.status import doubt_without_register, faults_of, statuses_of, summary, without_register

RULES = {
    "a": ("service: ssh", "{dst_kind: amr}"),
    "b": ("service: ssh", "{community_id: x}"),
    "c": ("{category: process_creation, product: windows}", "{Image: x}"),
    "d": ("service: dns", "{query: x}"),
}


def written(folder: Path) -> Path:
    """Four rules: two that can be judged, one without its field, one without its log."""
    for name, (source, detection) in RULES.items():
        logs = source if source.startswith("{") else f"{{{source}}}"
        text = f"title: {name}\nid: 00000000-0000-4000-8000-00000000000{name}\nlogsource: {logs}\n"
        (folder / f"{name}.yml").write_text(f"{text}detection:\n  s: {detection}\n  condition: s\n", encoding="utf-8")
    return folder


def test_five_things_can_become_of_a_rule(tmp_path: Path) -> None:
    """It spoke, was silent, had no row to read, its field is nowhere, its log is nowhere; with file and line."""
    ruleset = load_rules([written(tmp_path)])
    dns = Source("flow", "dns")
    assert [each.status for each in statuses_of(ruleset, {"a"}, ())][-1] == "unread"
    statuses = statuses_of(ruleset, {"a"}, {dns})
    assert [each.status for each in statuses] == ["alerted", "field-unknown", "source-unknown", "silent"]
    assert [each.path.name for each in statuses] == ["a.yml", "b.yml", "c.yml", "d.yml"]
    assert all(each.line >= 1 for each in statuses)
    assert [bool(each.reason) for each in statuses] == [False, True, True, False]
    assert "community_id" in statuses[1].reason
    assert "windows" in statuses[2].reason


def test_the_summary_names_rules_that_cannot_match(tmp_path: Path) -> None:
    """And is empty where there is none."""
    statuses = statuses_of(load_rules([written(tmp_path)]), (), ())
    assert summary(statuses) == "2 rules cannot match here: 'b' (field-unknown), 'c' (source-unknown)"
    assert summary(each for each in statuses if each.title == "d") == ""


def test_faults_are_all_or_those_that_are_the_writers(tmp_path: Path) -> None:
    """Reported rules are no faults; a file that cannot be read always is one."""
    folder = written(tmp_path)
    (folder / "e.yml").write_text("title: [", encoding="utf-8")
    ruleset = load_rules([folder])
    assert len(faults_of(ruleset, report=False)) == 3
    (fault,) = faults_of(ruleset, report=True)
    assert fault.place.source.endswith("e.yml")


def test_rules_on_kinds_fail_in_two_ways_where_none_is_known(tmp_path: Path) -> None:
    """Who asks for a kind finds nobody, who excepts one excepts nobody, and twice negated is asked for."""
    head = "id: 00000000-0000-4000-8000-00000000000{}\nlogsource: {{service: ssh}}\ndetection:\n"
    bodies = {
        "a": "  s: {dst_kind: amr}\n  condition: s\n",
        "b": "  s: {verb: login}\n  f: {src_function: it}\n  condition: s and not f\n",
        "c": "  s: {verb: login}\n  f: {src_function: it}\n  condition: s and not (not f)\n",
        "d": "  s: {verb: login}\n  condition: s\n",
    }
    for name, body in bodies.items():
        (tmp_path / f"{name}.yml").write_text(f"title: {name}\n{head.format(name)}{body}", encoding="utf-8")
    statuses = statuses_of(load_rules([tmp_path]), (), ())
    assert [each.facts for each in statuses] == [("dst_kind",), (), ("src_function",), ()]
    assert [each.excepted for each in statuses] == [(), ("src_function",), (), ()]
    assert without_register(statuses) == (
        "find nobody by kind or function: 'a', 'c'; except nobody by kind or function: 'b'"
    )
    assert without_register(statuses[3:]) == doubt_without_register(statuses[3]) == ""
    assert doubt_without_register(statuses[1]) == "excepts nobody by src_function, of which nothing is known"
