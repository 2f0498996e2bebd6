"""The catalogue: which files, which rules, and what they call themselves."""

from __future__ import annotations

from pathlib import Path

from twin.detectors.sigma_rules.catalogue import catalogue

RULE = "title: {0}\nname: {1}\nlogsource: {{service: dns}}\ndetection: {{s: {{query: x}}, condition: s}}\n"
ID = "0A0B0C0D-0000-4000-8000-000000000001"


def test_files_come_in_order_of_name_and_once(tmp_path: Path) -> None:
    """A file that is named beside its folder is not a second one."""
    for name in ("b", "a"):
        (tmp_path / f"{name}.yml").write_text(RULE.format(name.upper(), name), encoding="utf-8")
    found = catalogue([tmp_path, tmp_path / "b.yml"])
    assert [entry.head.title for entry in found.rules] == ["A", "B"]
    assert found.faults == []


def test_a_rule_is_called_by_its_name_or_its_id_however_it_is_spelt(tmp_path: Path) -> None:
    """Ids are compared as numbers; a title is no name."""
    (tmp_path / "a.yml").write_text(RULE.format("Title", "name") + f"id: {ID}\n", encoding="utf-8")
    found = catalogue([tmp_path])
    assert all(found.named(word) for word in ("name", ID, ID.lower(), ID.replace("-", "")))
    assert found.named("Title") is None
    assert found.names() == ["name"]


def test_a_file_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    """What is remembered goes by the text, not by the file."""
    path = tmp_path / "a.yml"
    path.write_text(RULE.format("One", "one"), encoding="utf-8")
    assert catalogue([path]).rules[0].head.title == "One"
    path.write_text(RULE.format("Two", "two"), encoding="utf-8")
    assert catalogue([path]).rules[0].head.title == "Two"


def test_kinds_are_told_apart(tmp_path: Path) -> None:
    """Rules and correlations are one list, filters another."""
    text = RULE.format("One", "one") + "---\ntitle: Two\ncorrelation: {type: temporal, rules: [one], timespan: 1m}\n"
    text += "---\ntitle: Three\nlogsource: {service: dns}\nfilter: {rules: any, s: {query: y}, condition: not s}\n"
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    found = catalogue([tmp_path])
    assert [entry.head.title for entry in found.rules] == ["One", "Two"]
    assert [entry.head.title for entry in found.filters] == ["Three"]


def test_a_file_that_is_no_text_is_a_fault(tmp_path: Path) -> None:
    """It is named, and the others are read."""
    (tmp_path / "a.yml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.yml").write_text(RULE.format("One", "one"), encoding="utf-8")
    found = catalogue([tmp_path])
    assert [(fault.code, fault.place.source) for fault in found.faults] == [("not-text", str(tmp_path / "a.yml"))]
    assert len(found.rules) == 1


def test_pysigma_s_faults_of_several_keys_come_at_once(tmp_path: Path) -> None:
    """Each at its own line."""
    text = RULE.format("One", "one") + "level: hihg\nstatus: tset\nid: 5\ntags: [notag]\n"
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    assert {fault.place.line for fault in catalogue([tmp_path]).faults} >= {5, 6}
