"""Who gains and who loses which path between two policies."""

from __future__ import annotations

import json

import pytest

from twin.core.names import Names
from twin.lab.build import register
from twin.lab.loader import load_site
from twin.lab.policy.diff import diff_policies
from twin.net.network import Network
from twin.net.reach import reach
from twin.policies import POLICIES


def _reach(kind: str) -> set[tuple[int, ...]]:
    hub = register(load_site("small"))
    return {tuple(row) for row in reach(Network(hub, POLICIES[kind]().compile(hub), Names())).tolist()}


@pytest.mark.parametrize(("before", "after"), [("vlan", "zones"), ("zones", "flat"), ("zones", "zones")])
def test_what_is_gained_and_lost_is_the_difference_of_reach(before: str, after: str) -> None:
    """Counted path by path."""
    old, new = _reach(before), _reach(after)
    found = diff_policies(before, after, "small")
    assert found.counts == (len(new - old), len(old - new))
    assert found.paths == (len(old), len(new))


def test_the_other_way_round_gains_what_was_lost() -> None:
    """Groups and all."""
    there = diff_policies("zones", "microsegmentation", "small")
    back = diff_policies("microsegmentation", "zones", "small")
    assert (there.gained, there.lost) == (back.lost, back.gained)
    assert there.gained == ()


def test_groups_say_who_loses_what() -> None:
    """Twenty robots that no longer reach each other's interface, the largest group first."""
    robots = diff_policies("zones", "microsegmentation", "small").lost[0]
    assert (robots.src, robots.dst, robots.service, robots.paths) == ("amr", "amr", "robot_api", 380)
    assert (robots.sources, robots.targets, robots.example) == (20, 20, "amr-001 > amr-002")


def test_where_reach_is_the_same_sessions_differ() -> None:
    """Zero trust opens and closes no path against microsegmentation; it asks for keys and verbs."""
    found = diff_policies("microsegmentation", "zero-trust", "small")
    assert found.counts == (0, 0)
    assert len(found.sessions) == 2
    assert "own key under zero-trust" in found.sessions[0]
    assert "declared verbs" in found.sessions[1]
    assert diff_policies("flat", "vlan", "small").sessions == ()


def test_a_difference_is_json() -> None:
    """With the totals."""
    document = diff_policies("flat", "zones", "small").to_json()
    assert json.loads(json.dumps(document))["lost_paths"] == document["lost_paths"] > 0
