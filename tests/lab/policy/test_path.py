"""Who can reach whom, by which rule, where it is enforced and who sees it."""

from __future__ import annotations

import json

import pytest

from tests.builders import asset, small_hub
from tests.lab.policy.subjects import subject_of
from twin.core.errors import BadInput
from twin.lab.policy.path import NOBODY, Way, enforced_at, find_paths
from twin.lab.policy.subject import subjects
from twin.net.reach import reach


def _one(src: str, dst: str, posture: str, service: str) -> Way:
    return next(way for way in find_paths(src, dst, posture, "small").ways if way.service == service)


def test_a_declared_need_names_its_rule_purpose_and_verbs() -> None:
    """The laptop's robots, under zero trust."""
    way = _one("maintenance-01", "amr-001", "zero-trust", "robot_api")
    assert (way.fate, way.rule) == ("delivered", "need:maintenance-01>amr-001:robot_api")
    assert way.verbs == ("login", "read_config", "write_config")
    assert (way.need, way.enforced, way.tap) == ("diagnostics and settings of AMRs", "inspection point", "inspection")
    assert way.via == ("sw-office", "core", "wlc")


def test_verbs_are_told_only_where_somebody_reads_them() -> None:
    """Microsegmentation does not look inside."""
    assert _one("maintenance-01", "amr-001", "microsegmentation", "robot_api").verbs == ()


def test_what_is_refused_names_the_line_that_refuses() -> None:
    """Nothing fits, so the default decides."""
    way = _one("coffee-01", "dc-01", "zones", "smb")
    assert (way.fate, way.rule, way.passes, way.need) == ("denied", "default", False, "")


def test_neighbours_on_one_switch_are_seen_by_nobody() -> None:
    """Under zones nothing stands between two cameras."""
    way = _one("camera-01", "camera-02", "zones", "http")
    assert (way.fate, way.enforced, way.tap, way.via) == ("delivered", NOBODY, "", ("sw-security",))


@pytest.mark.parametrize(
    ("policy", "src", "dst", "place"),
    [
        ("zero_trust", "ws-01", "dc-01", "inspection point"),
        ("zones", "coffee-1", "vendor-cloud", "edge firewall"),
        ("zones", "ws-01", "dc-01", "core firewall"),
        ("flat", "ws-01", "dc-01", NOBODY),
        ("microsegmentation", "camera-01", "camera-02", "port of sw-1"),
        ("microsegmentation", "amr-001", "amr-002", "controller wlc"),
    ],
)
def test_the_enforcement_point_follows_from_the_wiring(policy: str, src: str, dst: str, place: str) -> None:
    """Inspection, edge, core, port or nobody."""
    subject, by_name = subject_of(policy), small_hub().by_name
    assert enforced_at(subject, by_name[src], by_name[dst]) == place


def test_the_way_from_outside_begins_outside() -> None:
    """Internet, firewall, core, switch."""
    way = find_paths("hvac-cloud", "hvac-hall-01", "flat", "small").ways[0]
    assert way.via == ("internet", "firewall", "core", "sw-building")


def test_groups_are_kinds_functions_zones_and_patterns() -> None:
    """The same ten cameras by two names, and eleven of the zone."""
    for word, targets in (("camera", 10), ("camera-*", 10), ("video", 11)):
        assert find_paths("ws-01", word, "zones", "small").targets == targets


def test_open_pairs_are_those_in_reach() -> None:
    """Robots to robots under zones: two services each."""
    subject = subjects(("zones",), "small")[0]
    index = subject.inventory.index
    robots = {index[one.name] for one in subject.inventory.of_kind("amr")}
    counted = sum(src in robots and dst in robots for src, dst, _ in reach(subject.network).tolist())
    answer = find_paths("amr", "amr", "zones", "small")
    assert answer.open_pairs == counted == 760
    assert [(way.service, way.pairs) for way in answer.ways] == [("robot_api", 380), ("ssh", 380)]


def test_names_that_fit_nothing_are_told_both_at_once() -> None:
    """With what was probably meant."""
    with pytest.raises(BadInput) as caught:
        find_paths("amr-1", "camra", "zones", "small")
    assert [fault.code for fault in caught.value.faults] == ["missing-reference", "missing-reference"]
    assert "camera" in caught.value.faults[1].remedy


def test_what_has_no_address_reaches_nobody() -> None:
    """A sensor on its bus."""
    assert find_paths("sensor", "gateway", "flat", "small").ways == ()
    assert asset("sensor-1", address="").address == ""


def test_an_answer_is_json() -> None:
    """With the number of open pairs."""
    document = json.loads(json.dumps(find_paths("camera", "nvr", "zones", "small").to_json()))
    assert document["open_pairs"] == 30
