"""The sheet of a policy: zones, conduits with the needs that justify them, rules with their hits."""

from __future__ import annotations

import json

import pytest

from tests.builders import small_hub
from tests.lab.policy.subjects import subject_of
from twin.lab.policy.sheet import sheet_of, show_policy
from twin.policies import POLICIES


def test_a_conduit_is_justified_by_the_needs_that_use_it() -> None:
    """How many, what for, and by which services; what is refused justifies nothing."""
    found = {(one.src, one.dst): one for one in sheet_of(subject_of("zones")).conduits}
    robots = found["engineering", "robots"]
    assert (robots.services, robots.declared, robots.needs) == (("robot_api",), True, 2)
    assert robots.purposes == ("eng-1 needs amr-001", "eng-1 needs amr-002")
    assert ("video", "internet") not in found


def test_rules_from_asset_to_asset_make_conduits_too() -> None:
    """Microsegmentation declares none, and has the same ones as zones have."""
    declared = sheet_of(subject_of("zones")).conduits
    implied = sheet_of(subject_of("microsegmentation")).conduits
    assert {(one.src, one.dst) for one in implied} == {(one.src, one.dst) for one in declared}
    assert not any(one.declared for one in implied)


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_every_granted_need_that_crosses_is_in_one_conduit(kind: str) -> None:
    """Counted once, wherever it crosses."""
    subject = subject_of(kind)
    zone_of, refused = subject.made.zone_of, set(subject.made.denied_demands)
    crossing = [
        one
        for one in small_hub().demands
        if zone_of[one.src] != zone_of[one.dst] and (one.src, one.dst, one.need.service) not in refused
    ]
    assert sum(one.needs for one in sheet_of(subject).conduits) == len(crossing)


def test_a_conduit_that_no_need_uses_is_told() -> None:
    """Automation may leave for the internet under vlan, and nobody there wants to."""
    found = {(one.src, one.dst): one.needs for one in sheet_of(subject_of("vlan")).conduits}
    assert found["automation", "internet"] == 0


def test_rules_of_one_shape_are_one_entry() -> None:
    """Two robots that publish to the broker: two lines."""
    rules = {(one.src, one.dst, one.service): one for one in sheet_of(subject_of("zero_trust")).rules}
    entry = rules["amr", "broker-1", "mqtt"]
    assert (entry.lines, entry.verbs, entry.hits) == (2, ("CONNECT", "PUBLISH", "SUBSCRIBE"), None)
    assert sum(one.lines for one in rules.values()) == len(subject_of("zero_trust").made.rules)


def test_hits_are_summed_over_the_lines_of_an_entry() -> None:
    """Those of a line that was only watched count as well."""
    hits = {"need:amr-001>broker-1:mqtt": 3, "monitor:need:amr-002>broker-1:mqtt": 4, "default": 9}
    shown = sheet_of(subject_of("microsegmentation"), hits)
    assert {one.src: one.hits for one in shown.rules if one.dst == "broker-1"} == {"amr": 7, "gateway-1": 0}
    assert {one.src: one.hits for one in shown.conduits if one.dst == "fleet"} == {"robots": 7, "cold_chain": 0}


def test_a_zone_knows_what_it_holds() -> None:
    """How many, at which Purdue levels, of which kinds."""
    zone = next(one for one in show_policy("zones", "small").zones if one.name == "cold_chain")
    assert (zone.assets, zone.purdue, zone.kinds["sensor"]) == (67, (0, 3), 60)
    assert sum(zone.kinds.values()) == zone.assets


def test_a_sheet_is_json() -> None:
    """All of it, the options and the gaps included."""
    document = show_policy("zero-trust", "small").to_json()
    assert json.loads(json.dumps(document)) == json.loads(json.dumps(document, default=str))
    assert (document["policy"], document["options"]["egress"], len(document["zones"])) == ("zero_trust", "own", 11)
    assert document["zones"][0]["gap"] == [0, 1, 2, 1, 0, 0, 2]
