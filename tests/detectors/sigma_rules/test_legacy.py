"""Rules that count behind a pipe, written anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from twin.core.errors import BadInput
from twin.detectors.sigma_rules.correlate import Correlation
from twin.detectors.sigma_rules.legacy import converted
from twin.detectors.sigma_rules.read import read_rules

OLD = """
title: Port scan
id: 00000000-0000-4000-8000-000000000001
status: test
author: somebody
date: 2019-03-02
tags: [attack.t0846]
logsource: {category: firewall}
detection:
  selection: {action: deny}
  other: {dst_port: 22}
  timeframe: 5m
  condition: selection | count(dst_port) by src > 10
level: high
"""
COUNT = "count(dst_port) by src > 10"


def of(aggregation: str) -> list[dict[str, Any]]:
    """The documents that the old rule becomes with *aggregation*."""
    return list(yaml.safe_load_all(converted(OLD.replace(COUNT, aggregation))))


@pytest.mark.parametrize(
    ("aggregation", "section"),
    [
        ("count() by src > 10", {"type": "event_count", "group-by": ["src"], "condition": {"gt": 10}}),
        ("count(dst_port) by src >= 10", {"type": "value_count", "group-by": ["src"],
                                          "condition": {"gte": 10, "field": "dst_port"}}),
        ("count() < 3", {"type": "event_count", "condition": {"lt": 3}}),
        ("count() by src, dst = 3", {"type": "event_count", "group-by": ["src", "dst"], "condition": {"eq": 3}}),
        ("sum(bytes_out) by src > 1.5", {"type": "value_sum", "group-by": ["src"],
                                         "condition": {"gt": 1.5, "field": "bytes_out"}}),
        ("avg(bytes_out) <= 7", {"type": "value_avg", "condition": {"lte": 7, "field": "bytes_out"}}),
        ("min(bytes_out) by src < 7", {"type": "value_percentile", "group-by": ["src"],
                                       "condition": {"lt": 7, "field": "bytes_out", "percentile": 0}}),
        ("max(bytes_out) > 7", {"type": "value_percentile",
                                "condition": {"gt": 7, "field": "bytes_out", "percentile": 100}}),
    ],
)  # fmt: skip
def test_each_aggregation_has_its_correlation(aggregation: str, section: dict[str, Any]) -> None:
    """One rule on single events, and what counts them."""
    base, correlation = of(aggregation)
    assert base["detection"]["condition"] == "selection"
    assert "timeframe" not in base["detection"]
    assert correlation["correlation"] == {"rules": ["port_scan_event"], "timespan": "5m", **section}


def test_near_is_a_temporal_correlation() -> None:
    """A denied one makes it an expression."""
    assert of("near other")[-1]["correlation"] == {
        "type": "temporal", "rules": ["port_scan_event", "port_scan_other"], "timespan": "5m",
    }  # fmt: skip
    assert of("near not other")[-1]["correlation"]["condition"] == "port_scan_event and not port_scan_other"


def test_the_correlation_keeps_what_the_rule_said_of_itself() -> None:
    """Its id too; the new rule's id follows from it, and is the same every time."""
    base, correlation = of(COUNT)
    assert (correlation["id"], correlation["author"], correlation["level"], correlation["tags"]) == (
        "00000000-0000-4000-8000-000000000001", "somebody", "high", ["attack.t0846"],
    )  # fmt: skip
    assert base["id"] == of(COUNT)[0]["id"] != correlation["id"]
    assert base["related"] == [{"id": correlation["id"], "type": "derived"}]


def test_what_comes_out_can_be_read(tmp_path: Path) -> None:
    """The lab's own reader makes a correlation of it, for every form."""
    for aggregation in ("count() by src > 10", COUNT, "sum(bytes_out) > 5", "min(bytes_out) < 7", "near not other"):
        (tmp_path / "rule.yml").write_text(converted(OLD.replace(COUNT, aggregation)), encoding="utf-8")
        (rule,) = read_rules([tmp_path])
        assert isinstance(rule.match, Correlation)
        assert (rule.title, rule.author, rule.technique) == ("Port scan", "somebody", "T0846")


def test_other_rules_are_kept_as_they_are() -> None:
    """Converting twice changes nothing more."""
    once = converted(OLD)
    assert converted(once) == once


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (OLD.replace("  timeframe: 5m\n", ""), "without a timeframe"),
        (OLD.replace(COUNT, "stdev(x) > 4"), "stdev"),
        (OLD.replace(COUNT, "count() by src"), "count() by src"),
        (OLD.replace(COUNT, "near nowhere"), "nowhere"),
        (OLD.replace(COUNT, "sum() > 4"), "of no field"),
        (OLD.replace(f"selection | {COUNT}", f"['selection | {COUNT}', other]"), "a list of conditions"),
        ("title: [", ""),
    ],
)
def test_what_cannot_be_said_so_is_refused_by_name(text: str, words: str) -> None:
    """At the condition's line."""
    with pytest.raises(BadInput) as caught:
        converted(text, Path("old.yml"))
    (fault,) = caught.value.faults
    assert words in fault.message
    assert fault.place.source == "old.yml"
