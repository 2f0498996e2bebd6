"""An explanation's first sentence is the answer, and its counts are those of the rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.detection.sights import COUNT, SINGLE, UNABLE, lookup, modbus, sight, write_rule
from twin.core.errors import BadInput
from twin.lab.detection.explain import explain
from twin.lab.detection.rules import NamedRule

WRITES = [modbus(n, "write_single_register", src) for n, src in enumerate(("ws-01", "cam-01", "ws-02"), 1)]


def test_a_rule_that_fired_says_where_first(tmp_path: Path) -> None:
    """And the funnel says how many rows each leaf left."""
    path, (rule,) = write_rule(tmp_path, SINGLE)
    found = explain(rule, [path], sight([*WRITES, modbus(9, "read_coils"), lookup(10, "x")]))
    assert (found.verdict, found.exit_code, found.matches, found.first_us) == ("fired", 0, 2, 1_000_000)
    assert found.answer == "fired on 2 rows, first at 00:00:01, on ws-01, ws-02"
    assert [(stage.alone, stage.left) for stage in found.funnel] == [(4, 4), (3, 3), (3, 2), (4, 2), (0, None)]
    assert json.loads(json.dumps(found.to_json(), allow_nan=False))["verdict"] == "fired"


def test_of_one_entity_only_its_rows_count(tmp_path: Path) -> None:
    """The camera's write came near, whoever else matched."""
    path, (rule,) = write_rule(tmp_path, SINGLE)
    found = explain(rule, [path], sight(WRITES), "cam-01")
    assert (found.verdict, found.exit_code, found.funnel[0].alone) == ("silent", 1, 1)
    assert "src is cam-01, the rule wants ws-* (line 8)" in found.answer


def test_no_row_of_the_log_source_is_not_silence(tmp_path: Path) -> None:
    """Nobody spoke Modbus: the rule was not tried."""
    path, (rule,) = write_rule(tmp_path, SINGLE)
    found = explain(rule, [path], sight([lookup(1, "x")]))
    assert (found.verdict, found.exit_code) == ("no-rows", 5)
    assert "no row of modbus" in found.answer


def test_a_rule_that_cannot_match_says_why_and_where(tmp_path: Path) -> None:
    """The field, and its line."""
    path, (rule,) = write_rule(tmp_path, UNABLE)
    found = explain(rule, [path], sight([lookup(1, "x")]))
    assert (found.verdict, found.exit_code) == ("unable", 2)
    assert "field-unknown, line 4" in found.answer


def test_a_correlation_that_fired_has_the_funnels_of_its_bases(tmp_path: Path) -> None:
    """Its hits are those of the detector."""
    path, (_, rule) = write_rule(tmp_path, COUNT)
    found = explain(rule, [path], sight([lookup(n, f"name-{n}") for n in range(1, 6)]))
    assert found.answer == "fired once, first at 00:00:04 on coffee-01"
    assert [base.matches for base in found.bases] == [5]


def test_a_correlation_without_events_tells_what_its_base_lacks(tmp_path: Path) -> None:
    """The near miss of the base is its own."""
    path, (_, rule) = write_rule(tmp_path, COUNT)
    row = {**lookup(1, "x"), "status": "ok"}
    found = explain(rule, [path], sight([row]))
    assert found.verdict == "silent"
    assert "status is ok, the rule wants nxdomain" in found.answer


def test_faults_of_the_files_are_all_told(tmp_path: Path) -> None:
    """A rule that is no rule is refused, not explained."""
    path, _ = write_rule(tmp_path, "title: x\nlogsource: {service: dns}\ndetection: {s: {a|containz: 1}}\n")
    with pytest.raises(BadInput):
        explain(NamedRule("x", "", str(path), 1, ()), [path], sight([lookup(1, "x")]))
