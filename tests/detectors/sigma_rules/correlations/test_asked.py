"""What a correlation asks for: read key by key, with everything that is wrong at once."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from twin.detectors.sigma_rules.correlations.asked import TYPES, Asked, asked
from twin.detectors.sigma_rules.correlations.looking_ahead import Ahead
from twin.detectors.sigma_rules.correlations.looking_back import (
    Averaging,
    Counting,
    Distinct,
    Ordered,
    Present,
    Ranking,
    Summing,
)

COUNT = "{type: event_count, rules: [a], group-by: [src], timespan: 5m, condition: {gte: 3}}"


def read(text: str) -> Asked:
    """The correlation in *text*."""
    found, wrong = asked(yaml.safe_load(text))
    assert found, [fault.message for fault in wrong]
    return found


def test_a_section_is_read_key_by_key() -> None:
    """One word stands for a list of one."""
    found = read("{type: event_count, rules: a, group-by: src, timespan: 2h, condition: {gt: 3}, generate: true}")
    assert (found.rules, found.group_by, found.span_us, found.generate) == (("a",), ("src",), 7_200_000_000, True)


def test_an_alias_is_called_what_it_is_called_in_each_rule() -> None:
    """Other names are the same in all."""
    found = read("{type: temporal, rules: [a, b], group-by: [who], timespan: 1m, aliases: {who: {a: src, b: dst}}}")
    assert [found.field("who", "a"), found.field("who", "b"), found.field("user", "a")] == ["src", "dst", "user"]


V = "timespan: 1m, rules: [a, b, c], condition: "
WINDOWS = [
    (f"type: event_count, {V}{{gt: 2}}", Counting),
    (f"type: event_count, {V}{{eq: 2}}", Ahead),
    (f"type: event_count, {V}{{gte: 2, lt: 9}}", Ahead),
    (f"type: value_count, {V}{{gte: 2, field: x}}", Distinct),
    (f"type: value_count, {V}{{lte: 2, field: [x, y]}}", Ahead),
    (f"type: value_sum, {V}{{gt: 2.5, field: x}}", Summing),
    (f"type: value_sum, {V}{{neq: 2, field: x}}", Ahead),
    (f"type: value_avg, {V}{{lt: 2.5, field: x}}", Averaging),
    (f"type: value_percentile, {V}{{lt: 2.5, field: x, percentile: 99.5}}", Ranking),
    (f"type: value_median, {V}{{gt: 2.5, field: x}}", Ranking),
    ("type: temporal, timespan: 1m, rules: [a, b, c]", Distinct),
    (f"type: temporal, {V}{{gte: 2}}", Distinct),
    (f"type: temporal, {V}{{lt: 2}}", Ahead),
    (f"type: temporal, {V}a and (b or c)", Present),
    (f"type: temporal, {V}a and b and not c", Ahead),
    ("type: temporal_ordered, timespan: 1m, rules: [a, b, c]", Ordered),
    (f"type: temporal_ordered, {V}{{gte: 3}}", Ordered),
    ("type: temporal_ordered, timespan: 1m, condition: a and (b or c)", Ordered),
]


@pytest.mark.parametrize(("text", "kind"), WINDOWS)
def test_each_type_and_comparison_has_its_window(text: str, kind: type) -> None:
    """What more events can break looks ahead."""
    assert type(read(f"{{{text}}}").window(1.0)(())) is kind


def test_every_type_has_been_tried() -> None:
    """A new type is added above."""
    assert {text.split(",")[0].removeprefix("type: ") for text, _ in WINDOWS} == set(TYPES)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("[]", "wrong-type", "keys and values"),
        (COUNT.replace("event_count", "event_cuont"), "not-a-choice", "event_cuont"),
        (COUNT.replace("timespan", "timeframe: 1m, timespan"), "unknown-key", "timeframe"),
        (COUNT.replace("timespan: 5m, ", ""), "missing-key", "timespan"),
        (COUNT.replace("5m", "0s"), "bad-rules", "'0s'"),
        (COUNT.replace("5m", "five"), "bad-rules", "'five'"),
        (COUNT.replace("rules: [a], ", ""), "missing-key", "without rules"),
        (COUNT.replace("[a]", "[a, a]"), "bad-rules", "'a' twice"),
        (COUNT.replace("[a]", "[{a: b}]"), "wrong-type", "rules"),
        (COUNT.replace("[src]", "[{a: b}]"), "wrong-type", "group-by"),
        (COUNT.replace("{gte: 3}", "{gte: three}"), "bad-rules", "no number"),
        (COUNT.replace("{gte: 3}", "{gte: .inf}"), "bad-rules", "no number"),
        (COUNT.replace("{gte: 3}", "{gte: 3, gt: 4}"), "bad-rules", "one comparison"),
        (COUNT.replace("{gte: 3}", "{gte: 0}"), "bad-rules", "gte: 0"),
        (COUNT.replace("{gte: 3}", "{gte: 3, field: x}"), "bad-rules", "has no field"),
        (COUNT.replace("{gte: 3}", "{gte: 3, filed: x}"), "unknown-key", "filed"),
        (COUNT.replace("{gte: 3}", "a and b"), "bad-rules", "wanted"),
        (COUNT.replace(", condition: {gte: 3}", ""), "bad-rules", "wanted"),
        (COUNT.replace("event_count", "value_count"), "bad-rules", "wants field"),
        (COUNT.replace("event_count", "value_percentile").replace("3}", "3, field: x}"), "bad-rules", "percentile"),
        (COUNT.replace("event_count", "value_avg").replace("3}", "3, field: [x, y]}"), "bad-rules", "several fields"),
        (COUNT.replace("3}", "3, percentile: 4}"), "bad-rules", "percentile"),
        (COUNT.replace("timespan", "generate: maybe, timespan"), "wrong-type", "maybe"),
        (COUNT.replace("timespan", "aliases: [x], timespan"), "wrong-type", "aliases"),
        (COUNT.replace("timespan", "aliases: {x: {z: y}}, timespan"), "rule-reference", "'z'"),
        ("{type: temporal, rules: [a, b], timespan: 1m, condition: {gte: 3}}", "bad-rules", "of 2 rules"),
        ("{type: temporal, rules: [a, b], timespan: 1m, condition: a and c}", "bad-rules", "'b'"),
        ("{type: temporal, rules: [a, b], timespan: 1m, condition: a and (b}", "bad-rules", "parse"),
        ("{type: temporal_ordered, rules: [a, b], timespan: 1m, condition: {gte: 1}}", "bad-rules", "in order"),
        ("{type: temporal_ordered, rules: [a, b], timespan: 1m, condition: a and not b}", "bad-rules", "not in an"),
    ],
)
def test_what_is_wrong_is_named(text: str, code: str, words: str) -> None:
    """With a code, and the key that it stands at."""
    found, wrong = asked(yaml.safe_load(text))
    assert found is None
    assert [fault.code for fault in wrong] == [code]
    assert words in wrong[0].message


def test_everything_that_is_wrong_comes_at_once() -> None:
    """Four slips, four faults."""
    section: dict[str, Any] = {"type": "count", "timespan": "soon", "rules": [], "wehn": 1}
    assert [fault.keys for fault in asked(section)[1]] == [("wehn",), ("type",), (), ("timespan",)]
