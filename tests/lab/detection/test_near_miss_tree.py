"""A tree knows what a row would have to be otherwise, and holds of the same rows as the evaluator says."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

from tests.lab.detection.sights import SINGLE, write_rule
from twin.detectors.sigma_rules.catalogue import catalogue
from twin.detectors.sigma_rules.events import Events, EventWords, match_event
from twin.lab.detection.near_miss_tree import Tree, costs, either, holds, leaves, tree_of, turning

EVENTS: list[Mapping[str, Any]] = [
    {"func": func, "src": src, "dst": dst}
    for func, src, dst in product(("write_single_register", "read"), ("ws-1", "cam-1"), ("plc-01", "plc-09"))
]


def _tree(folder: Path, text: str = SINGLE) -> Tree:
    path, _ = write_rule(folder, text)
    (entry,) = catalogue([path]).rules
    return tree_of(entry, EventWords())


def test_a_tree_holds_where_the_rule_matches(tmp_path: Path) -> None:
    """Of every event, also of one that lacks all fields."""
    events = [*EVENTS, {}]
    assert holds(_tree(tmp_path), Events(events)).tolist() == [match_event(SINGLE, event) for event in events]


def test_the_cost_is_the_fewest_leaves_that_must_turn(tmp_path: Path) -> None:
    """Tried leaf by leaf: a row that fails two of three costs two; none costs anything where the rule matches."""
    tree, rows = _tree(tmp_path), Events(EVENTS)
    to_match, not_to = costs(tree, rows)
    fails = [("write" not in e["func"]) + ("ws" not in e["src"]) + (e["dst"] == "plc-09") for e in EVENTS]
    assert to_match.tolist() == fails
    assert [bool(each) for each in not_to] == [not each for each in fails]


def test_what_must_turn_is_named_with_what_it_must_become(tmp_path: Path) -> None:
    """A leaf under ``not`` must become false."""
    turned = turning(_tree(tmp_path), Events([{"func": "read", "src": "ws-1", "dst": "plc-09"}]))
    assert [(leaf.name, to) for leaf, to in turned] == [("func", True), ("dst", False)]


def test_values_of_one_field_are_one_leaf_at_its_line(tmp_path: Path) -> None:
    """And their words are those of a sentence."""
    found = list(leaves(_tree(tmp_path)))
    words = ["func: write_single_register or write_multiple_registers", "src: ws-*", "dst: plc-09"]
    assert [leaf.words for leaf in found] == words
    assert [leaf.place.line for leaf in found] == [6, 8, 10]
    assert [leaf.number for leaf in found] == [0, 1, 2]


def test_a_dropped_leaf_asks_for_nothing_and_a_negated_one_for_the_opposite(tmp_path: Path) -> None:
    """Dropping the exclusion lets the excluded row in; negating it lets in nothing else."""
    tree, rows = _tree(tmp_path), Events(EVENTS)
    dst = [event["dst"] for event, fits in zip(EVENTS, holds(tree, rows, {2: "dropped"}), strict=True) if fits]
    assert dst == ["plc-01", "plc-09"]
    dst = [event["dst"] for event, fits in zip(EVENTS, holds(tree, rows, {2: "negated"}), strict=True) if fits]
    assert dst == ["plc-09"]
    assert holds(tree, rows, dict.fromkeys(range(3), "dropped")).all()


def test_every_kind_of_value_has_words(tmp_path: Path) -> None:
    """Comparisons, patterns, networks, presence, references, keywords."""
    text = """title: x
logsource: {service: dns}
detection:
  s:
    a|gte: 5
    b|re: x.y
    c|cidr: 10.0.0.0/8
    d|exists: true
    e|fieldref: f
    g: null
  k: [foo, bar]
  condition: s or k
"""
    said = [leaf.wants for leaf in leaves(_tree(tmp_path, text))]
    assert said == [">= 5", "/x.y/", "10.0.0.0/8", "any value", "the value of f", "no value", "foo or bar"]


def test_many_values_are_counted() -> None:
    """The first five are named."""
    assert either(["a"]) == "a"
    assert either(["a", "b", "c"]) == "a, b or c"
    assert either(list("abcdefgh")) == "a, b, c, d, e or 3 more"
