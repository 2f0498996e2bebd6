"""Rules and tests are known by their names, in any spelling of YAML."""

from __future__ import annotations

from pathlib import Path

from twin.core.rule_names import is_test, is_yaml, may_be_rule, rules_below, yaml_below

RULE = "title: x\nlogsource: {service: dns}\ndetection: {s: {a: b}, condition: s}\n"


def test_every_spelling_of_a_test_is_one() -> None:
    """Both endings, in any case; a rule is none."""
    assert all(map(is_test, ("x.detect.yml", "x.detect.yaml", "X.DETECT.YML", "a/b.Detect.Yaml")))
    assert not any(map(is_test, ("x.yml", "detect.yml", "x.detect.yml.bak", "a.detect.yml/x.yml")))
    assert [is_yaml(name) for name in ("x.yml", "x.YAML", "x.json", "yml")] == [True, True, False, False]


def test_yaml_of_another_kind_is_no_rule(tmp_path: Path) -> None:
    """A ``.yml`` is taken for one by its name; a ``.yaml`` must say so; a test is none."""
    for name, text in {
        "a.yml": "", "b.YML": RULE, "c.yaml": RULE, "d.yaml": "title: a site\n", "e.detect.yaml": RULE,
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [path.name for path in rules_below(tmp_path)] == ["a.yml", "b.YML", "c.yaml"]
    assert len(yaml_below(tmp_path)) == 5
    assert not may_be_rule(tmp_path / "no-such-file.yaml")
