"""Single events: the conformance suite, case by case, and what the suite does not say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sigma.exceptions import SigmaError

from twin.detectors.sigma_rules.events import Events, EventWords, match_event, match_events, values_of
from twin.detectors.sigma_rules.fields import Unsupported

SUITE = Path(__file__).resolve().parents[3] / "examples" / "sigma-conformance"
FILES = sorted(path for path in SUITE.glob("*.json") if not path.name.startswith("correlations-"))
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in FILES
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
]
RULE = "title: A\nlogsource: {category: test}\ndetection:\n  s: {f: x}\n  condition: s\n"


@pytest.mark.parametrize("case", [each for each in CASES if "refused" not in each.values[0]])
def test_the_suite_gives_its_verdicts(case: dict[str, Any]) -> None:
    """Every event of every case."""
    found = match_events(case["rule"], [each["event"] for each in case["events"]], case.get("placeholders"))
    assert found.tolist() == [each["match"] for each in case["events"]]


@pytest.mark.parametrize("case", [each for each in CASES if "refused" in each.values[0]])
def test_what_is_at_fault_is_refused(case: dict[str, Any]) -> None:
    """It never just matches nothing."""
    with pytest.raises((SigmaError, Unsupported)):
        match_event(case["rule"], {}, case.get("placeholders"))


def test_the_suite_is_whole() -> None:
    """Many cases, no two of one name in one subject, and both verdicts in every subject."""
    assert len(CASES) >= 200
    assert len({case.id for case in CASES}) == len(CASES)
    for path in FILES:
        cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
        assert {each["match"] for case in cases for each in case.get("events", ())} == {True, False}


def test_every_open_point_is_in_the_readme() -> None:
    """What we chose is said where the suite is explained."""
    told = (SUITE / "README.md").read_text(encoding="utf-8")
    points = {case.values[0]["open"] for case in CASES if "open" in case.values[0]}
    assert [point for point in sorted(points) if f"| {point} |" not in told] == []


@pytest.mark.parametrize("modifier", [
    "contains", "startswith", "endswith", "all", "re", "i", "ignorecase", "m", "s", "cidr", "windash", "base64",
    "base64offset", "wide", "utf16", "utf16le", "utf16be", "cased", "exists", "neq", "lt", "lte", "gt", "gte", "minute",
    "hour", "day", "week", "month", "year", "fieldref", "expand",
])  # fmt: skip
def test_every_modifier_has_a_case(modifier: str) -> None:
    """All modifiers of the specification."""
    assert any(f"|{modifier}" in case.values[0]["rule"] for case in CASES)


def test_one_rule_is_one_rule() -> None:
    """Neither none, nor two."""
    assert match_event(RULE, {"f": "X"})
    with pytest.raises(ValueError, match="one rule is expected, 2 found"):
        match_event(f"{RULE}---\n{RULE}", {})


def test_a_dotted_name_is_the_longest_key_first() -> None:
    """A flat key wins over a path; a path goes on inside of a flat key."""
    assert list(values_of({"a.b": 1, "a": {"b": 2}}, "a.b")) == [1]
    assert list(values_of({"a.b": {"c": [1, None, 2]}}, "a.b.c")) == [1, 2]
    assert list(values_of({"a": 1}, "a.b")) == []


def test_the_whole_event_is_every_value_at_any_depth() -> None:
    """Keys are not values."""
    assert list(values_of({"a": {"b": ["x", {"c": 1}]}, "d": None}, EventWords().whole()[0].column)) == ["x", 1]


def test_some_events_are_looked_on_at() -> None:
    """Rows by their numbers."""
    words = EventWords()
    some = Events([{"f": "a"}, {}, {"f": "b"}]).at(Events([{}]).every.nonzero()[0] + 2)
    assert some.present(words.field("f")).tolist() == [True]
