"""What a rule asks for, through conditions and correlations."""

from __future__ import annotations

from pathlib import Path

from tests.detectors.sigma_rules.test_correlate import rules_of
from twin.detectors.sigma_rules.asked_columns import asked_by
from twin.detectors.sigma_rules.fields import Source

COUNT = "{type: event_count, rules: [refused, login], group-by: [src], timespan: 1m, condition: {gte: 3}}"


def test_a_correlation_asks_for_what_its_rules_and_groups_ask_for(tmp_path: Path) -> None:
    """Columns of both conditions and of the group; both sources."""
    text = (
        COUNT.replace("{", "", 1)
        .removesuffix("}")
        .replace(", ", "\n  ")
        .replace("[refused\n  login]", "[refused, login]")
    )
    (found,) = (asked_by(each.match) for each in rules_of(tmp_path, text + "\n") if each.title == "Found")
    assert found.columns >= {"action", "verb", "src"}
    assert {source.service for source in found.sources} == {"", "ssh"}
    assert all(isinstance(source, Source) for source in found.sources)


def test_a_rule_on_single_rows_asks_for_columns_alone(tmp_path: Path) -> None:
    """Its source is the judgement's."""
    said = ("type: event_count", "rules: [refused]", "generate: true", "group-by: [src]", "timespan: 1m")
    text = "\n  ".join((*said, "condition: {gte: 3}")) + "\n"
    found = {each.title: asked_by(each.match) for each in rules_of(tmp_path, text)}
    assert found["Refused"].columns == {"action"}
    assert found["Refused"].sources == set()
