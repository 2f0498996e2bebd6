"""A review finds what a careful reader of a rule set finds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.builders import asset, demand, small_hub
from tests.lab.policy.subjects import subject_of, with_changes
from twin.lab.policy.check import Review, check_policy, review
from twin.net.inventory import Inventory
from twin.net.segmentation import Conduit, Rule
from twin.policies import POLICIES


def _about(found: Review, sort: str) -> dict[str, int]:
    return {one.about: one.count for one in found.findings if one.sort == sort}


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_the_lab_s_own_policies_are_sound(kind: str) -> None:
    """No need is broken and no rule does nothing, on the small site."""
    assert check_policy(kind, "small").sound


def test_a_need_that_is_refused_by_accident_is_broken() -> None:
    """Not the vendor's, which is refused on purpose."""
    subject = with_changes(subject_of("zones"), conduits=())
    found = review(subject)
    assert _about(found, "broken need")["amr > broker-1 mqtt"] == 2
    assert _about(found, "refused demand") == {"camera > vendor-cloud http": 1, "vendor-cloud > gateway-1 https": 1}
    assert not found.sound


@pytest.mark.parametrize(("limit", "monitor"), [({"messages_per_s": 0.0001}, False), ({"bytes_a_day": 1}, True)])
def test_a_need_that_repeats_above_its_limit_is_broken(limit: dict[str, float], monitor: bool) -> None:
    """Whoever refuses what everybody needs is not sound, and a limit with room for all of it is."""
    hub = Inventory((asset("pump-1", "building"), asset("ws-1", "office")), (demand("pump-1", "ws-1", "mqtt"),))
    often = replace(hub.demands[0], need=replace(hub.demands[0].need, every_s=60.0))
    hub = Inventory(hub.assets, (often,))
    tight = review(subject_of("flat", hub, limits=[{"of": "*", **limit}], monitor=monitor))
    assert sum(_about(tight, "broken need").values()) == 1
    assert not tight.sound
    assert review(subject_of("flat", hub, limits=[{"of": "*", "messages_per_s": 1}])).sound


def test_an_excessive_need_that_passes_is_told() -> None:
    """Under flat nobody refuses it."""
    assert sum(_about(review(subject_of("flat")), "excessive allowed").values()) == 2
    assert not _about(review(subject_of("zones")), "excessive allowed")


def test_under_a_trial_needs_are_broken_as_they_would_be() -> None:
    """A watched line lets pass, and the review says what it would do."""
    trial = review(subject_of("microsegmentation", monitor=True))
    assert _about(trial, "refused demand") == _about(review(subject_of("microsegmentation")), "refused demand")


def test_a_rule_that_never_decides_is_shadowed() -> None:
    """A zone's rule behind an asset's, the second of two alike, and a conduit behind a rule."""
    rules = (
        Rule("first", "ws-01", "dc-01", "dns", "allow", ""),
        Rule("again", "ws-01", "dc-01", "dns", "deny", ""),
        Rule("wide", "office", "identity", "dns", "deny", ""),
        Rule("other", "office", "identity", "ldap", "deny", ""),
    )
    subject = with_changes(subject_of("zones"), conduits=(Conduit("office", "identity", ("dns", "ssh")),), rules=rules)
    shadowed = {one.about: one.words for one in review(subject).findings if one.sort == "shadowed rule"}
    assert shadowed == {
        "again": "deny ws-01 > dc-01 dns: first decides instead",
        "wide": "deny office > identity dns: first decides instead",
        "conduit:office>identity": "dns: first decides instead",
    }


def test_a_rule_that_fits_nobody_is_shadowed_by_nobody() -> None:
    """From an asset to itself there is nothing to decide."""
    subject = with_changes(subject_of("zones"), rules=(Rule("self", "ws-01", "ws-01", "*", "allow", ""),))
    words = [one.words for one in review(subject).findings if one.about == "self"]
    assert words == ["allow ws-01 > ws-01 *: no pair of assets that it fits decides instead"]


def test_rules_that_no_flow_met_are_listed_only_with_a_run() -> None:
    """In groups of one shape; a watched hit is a hit."""
    subject = subject_of("microsegmentation")
    hits = {rule.name: 1 for rule in subject.made.rules if rule.src != "nvr-1"}
    found = review(subject, hits)
    assert _about(found, "never hit") == {"nvr-1 > camera rtsp": 2}
    assert "never hit" not in review(subject).counts
    assert not _about(review(subject, {f"monitor:{rule.name}": 1 for rule in subject.made.rules}), "never hit")


def test_an_asset_that_no_zone_holds_is_a_case_for_a_review() -> None:
    """It is not put anywhere by default."""
    subject = subject_of("zones")
    zones = tuple(replace(zone, members=tuple(n for n in zone.members if n != "ws-01")) for zone in subject.made.zones)
    found = review(with_changes(subject, zones=zones))
    assert ("ws-01", "no zone holds it") in {(one.about, one.words) for one in found.findings}


def test_a_device_below_its_zone_s_target_fits_it_badly() -> None:
    """A factory password in a zone that needs SL 2; not with a key for each device, and not on a serial bus."""
    weak = {"traits": {"default_credentials": True}}
    hub = Inventory((asset("printer-1", "office", **weak), asset("sensor-1", "office", address="", **weak)), ())
    assert _about(review(subject_of("zones", hub)), "fits no zone") == {"printer-1": 1}
    assert not _about(review(subject_of("zero_trust", hub)), "fits no zone")


def test_a_controller_that_wants_the_internet_fits_no_zone() -> None:
    """From Purdue level 2 down; a workstation may."""
    hub = Inventory(
        (
            asset("pump-1", "building"),
            asset("ws-1", "office", purdue_level=4),
            asset("cloud-1", "internet", services=("https",)),
        ),
        (demand("pump-1", "cloud-1", "https"), demand("ws-1", "cloud-1", "https")),
    )
    words = [(one.about, one.words) for one in review(subject_of("zones", hub)).findings if one.sort == "fits no zone"]
    assert words == [("pump-1", "at Purdue level 2 it wants to speak with cloud-1 on the internet")]


def test_a_review_is_json_and_counts_every_sort() -> None:
    """The gravest first."""
    found = check_policy("zones", "small")
    document = json.loads(json.dumps(found.to_json()))
    assert document["counts"]["refused demand"] == 6
    assert document["sound"] is True
    assert [one["sort"] for one in document["findings"]] == sorted(
        (one["sort"] for one in document["findings"]), key=["broken need", "fits no zone", "refused demand"].index
    )
    assert len(small_hub().demands) == review(subject_of("zones")).needs
