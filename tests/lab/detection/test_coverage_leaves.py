"""A leaf that nothing notices is named; one that something notices is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.lab.detection.sights import BASE, COUNT, SINGLE, UNABLE, lookup, modbus, sight, write_rule
from twin.lab.detection.coverage_leaves import Mutants
from twin.lab.detection.promises import Case

TITLE = "Write from an office"


def _left(mutants: Mutants) -> dict[str, tuple[str, ...]]:
    return {idle.leaf: idle.changes for idle in mutants.idle()}


def _case(match: bool, **event: Any) -> Case:
    return Case(rule=TITLE, event=event, match=match)


def test_untried_every_leaf_is_idle(tmp_path: Path) -> None:
    """At its line, with both changes."""
    path, _ = write_rule(tmp_path, SINGLE)
    mutants = Mutants([path])
    found = list(mutants.idle())
    assert mutants.leaves == 3
    assert [(idle.line, idle.changes) for idle in found] == [(line, ("dropped", "negated")) for line in (6, 8, 10)]
    assert found[2].words == "dst: plc-09 may be dropped or negated, and no test notices"


def test_a_row_that_matches_notices_negations_alone(tmp_path: Path) -> None:
    """Dropping a leaf that is true of it changes nothing; it takes rows that fail one leaf each."""
    path, _ = write_rule(tmp_path, SINGLE)
    mutants = Mutants([path])
    mutants.put_to(sight([modbus(1, "write_single_register")]))
    assert set(_left(mutants).values()) == {("dropped",)}
    mutants.put_to(sight([modbus(1, "write_single_register", src="cam-01")]))
    mutants.put_to(sight([modbus(1, "read_coils")]))
    assert _left(mutants) == {"dst: plc-09": ("dropped",)}
    mutants.put_to(sight([modbus(1, "write_single_register", dst="plc-09")]))
    assert _left(mutants) == {}


def test_cases_notice_too(tmp_path: Path) -> None:
    """A case of another rule does not."""
    path, _ = write_rule(tmp_path, SINGLE)
    mutants = Mutants([path])
    cases = [
        _case(match=True, func="write_single_register", src="ws-01", dst="plc-01"),
        _case(match=False, func="read", src="ws-01"),
        _case(match=False, func="write_single_register", src="cam-01"),
    ]
    for case in cases:
        mutants.put_to_case(case, ["Something else"], "small")
    assert len(_left(mutants)) == 3
    for case in cases:
        mutants.put_to_case(case, [TITLE], "small")
    assert _left(mutants) == {"dst: plc-09": ("dropped",)}


def test_a_base_is_judged_by_what_its_correlation_says(tmp_path: Path) -> None:
    """One name more or less changes nothing; four names that are there do."""
    path, _ = write_rule(tmp_path, COUNT)
    mutants = Mutants([path])
    mutants.put_to(sight([lookup(1, "a")]))
    assert _left(mutants) == {"status: nxdomain": ("dropped", "negated")}
    mutants.put_to(sight([{**lookup(n, f"n{n}"), "status": "ok"} for n in range(4)]))
    assert _left(mutants) == {}


def test_cases_of_correlations_are_rows_in_order(tmp_path: Path) -> None:
    """Each with its time."""
    path, _ = write_rule(tmp_path, COUNT)
    mutants = Mutants([path])
    rows = tuple({**lookup(n, f"n{n}"), "status": "ok"} for n in range(4))
    mutants.put_to_case(Case(rule="Many names", events=rows, match=False), ["Many names"], "small")
    assert _left(mutants) == {}


def test_rules_that_cannot_match_have_no_leaves_here(tmp_path: Path) -> None:
    """They are told elsewhere."""
    path, _ = write_rule(tmp_path, UNABLE)
    assert Mutants([path]).leaves == 0
    path, _ = write_rule(tmp_path, BASE, "other.yml")
    assert Mutants([path]).leaves == 1


def test_holes_in_rules_are_filled(tmp_path: Path) -> None:
    """A rule whose texts the ruleset gives has leaves like any other; without them it cannot be judged."""
    path, _ = write_rule(tmp_path, SINGLE.replace("plc-09", "'%controllers%'").replace("dst:", "dst|expand:"))
    assert Mutants([path]).leaves == 0
    mutants = Mutants([path], {"controllers": ("plc-09",)})
    assert mutants.leaves == 3
    mutants.put_to(sight([modbus(1, "write_single_register")]))
    assert all(change == ("dropped",) for change in _left(mutants).values())
