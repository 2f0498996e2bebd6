"""Security levels: targets from what a zone holds, capability from controls, achieved from the devices as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.builders import asset, demand, inventories, small_hub
from tests.lab.policy.subjects import subject_of
from twin.lab.policy.levels import REQUIREMENTS, Assessment, ZoneLevels
from twin.lab.policy.subject import Subject, subjects
from twin.net.inventory import Inventory
from twin.net.zoning import SL_TARGET
from twin.policies import POLICIES

LADDER = ("flat", "vlan", "zones", "microsegmentation", "zero_trust")


def _levels(subject: Subject, zone: str) -> ZoneLevels:
    return Assessment(subject).levels(next(one for one in subject.made.zones if one.name == zone))


def _level(subject: Subject, zone: str, requirement: str) -> tuple[int, int]:
    """Capability and achieved."""
    levels, place = _levels(subject, zone), REQUIREMENTS.index(requirement)
    return levels.capability[place], levels.achieved[place]


def _two(first: dict[str, object], second: dict[str, object], service: str = "mqtt") -> Inventory:
    """One box of the office that needs one of the fleet."""
    assets = (asset("a-1", "office", **first), asset("b-1", "fleet", services=(service,), **second))
    return Inventory(assets, (demand("a-1", "b-1", service, verbs=("PUBLISH",)),))


@pytest.mark.parametrize("kind", sorted(POLICIES))
@given(inventory=inventories())
def test_nothing_achieves_more_than_it_is_capable_of(kind: str, inventory: Inventory) -> None:
    """For any register: levels of 0 to 3, and SL-A at most SL-C in every requirement."""
    subject = subject_of(kind, inventory)
    for zone in subject.made.zones:
        levels = Assessment(subject).levels(zone)
        assert all(0 <= have <= can <= 3 for have, can in zip(levels.achieved, levels.capability, strict=True))


def test_a_zone_s_target_is_that_of_the_most_demanding_function_in_it() -> None:
    """In the flat network that is everything there is."""
    subject = subjects(("flat",), "small")[0]
    hub = subject.made.zones[0]
    assert hub.sl_target == tuple(max(levels) for levels in zip(*SL_TARGET.values(), strict=True))
    assert subjects(("zones",), "small")[0].made.zones[0].sl_target == SL_TARGET["robots"]


def test_the_gap_is_what_is_missing_and_never_below_zero() -> None:
    """SL-T minus SL-A."""
    levels = ZoneLevels((2, 2, 3, 1, 2, 2, 3), (3, 3, 3, 3, 3, 3, 1), (3, 1, 1, 0, 3, 3, 1))
    assert levels.gap == (0, 1, 2, 1, 0, 0, 2)


def test_on_the_ladder_restricted_data_flow_never_falls() -> None:
    """Every zone by function, on the small site, from zones upwards; and flat has none at all.

    In the office three gadgets that nobody registered ask the printer on their own segment, where no policy decides.
    """
    made = {kind: subjects((kind,), "small")[0] for kind in LADDER}
    for zone in made["zones"].made.zones[:-1]:
        found = [_level(made[kind], zone.name, "RDF")[1] for kind in LADDER[2:]]
        assert found == sorted(found)
        assert found[-1] == (2 if zone.name == "office" else 3)
    assert _level(made["flat"], "hub", "RDF") == (0, 0)


def test_a_factory_password_undoes_identification_unless_a_key_is_asked_for() -> None:
    """One member with it is enough."""
    hub = _two({"traits": {"default_credentials": True}}, {})
    assert _level(subject_of("zones", hub), "office", "IAC") == (1, 0)
    assert _level(subject_of("zones", _two({}, {})), "office", "IAC") == (1, 1)
    assert _level(subject_of("zones", hub, admission={"by": "802.1x"}), "office", "IAC") == (2, 0)
    assert _level(subject_of("zero_trust", hub), "office", "IAC") == (3, 3)


def test_use_is_controlled_by_verbs_needs_services_or_nobody() -> None:
    """And a port that anybody can use leaves one."""
    hub = _two({}, {})
    found = [_level(subject_of(kind, hub), "fleet", "UC") for kind in ("zones", "microsegmentation", "zero_trust")]
    assert found == [(2, 2), (2, 2), (3, 3)]
    assert _level(subject_of("zero_trust", hub, monitor=True), "fleet", "UC")[0] < 3
    open_port = _two({}, {"traits": {"physical_port": True}})
    assert _level(subject_of("zero_trust", open_port), "fleet", "UC") == (3, 1)
    assert _level(subject_of("flat", small_hub()), "hub", "UC") == (0, 0)


def test_one_need_in_plain_text_undoes_confidentiality() -> None:
    """Names and time do not count: they are plain everywhere."""
    sealed, plain = _two({}, {}), _two({}, {}, "http")
    assert _level(subject_of("zones", sealed), "fleet", "DC") == (2, 2)
    assert _level(subject_of("zones", plain), "fleet", "DC") == (2, 0)
    assert _level(subject_of("zones", plain), "fleet", "SI") == (2, 1)
    assert _level(subject_of("zero_trust", sealed), "fleet", "SI") == (3, 3)
    assert _level(subject_of("zones", _two({}, {}, "dns")), "fleet", "DC") == (2, 2)


def test_what_no_tap_sees_is_no_timely_response() -> None:
    """One switch and one segment: nobody looks; an inspection point sees it all the same."""
    near = Inventory(
        (asset("a-1", "fleet"), asset("b-1", "fleet", services=("mqtt",))), (demand("a-1", "b-1", "mqtt"),)
    )
    assert _level(subject_of("zones", near), "fleet", "TRE") == (2, 0)
    assert _level(subject_of("zones", _two({}, {})), "fleet", "TRE") == (2, 2)
    assert _level(subject_of("zero_trust", near), "fleet", "TRE") == (3, 3)
    both = replace(
        near, assets=(*near.assets, asset("c-1", "office")), demands=(*near.demands, demand("c-1", "b-1", "mqtt"))
    )
    assert _level(subject_of("zones", both), "fleet", "TRE") == (2, 1)


def test_a_segment_of_its_own_is_what_availability_has() -> None:
    """Not where functions share it."""
    assert _level(subject_of("zones"), "video", "RA") == (1, 1)
    assert _level(subject_of("flat"), "hub", "RA") == (0, 0)


def test_the_internet_promises_nothing_and_owes_nothing() -> None:
    """Neither target nor level."""
    levels = _levels(subject_of("zones"), "internet")
    assert levels.target == levels.capability == levels.achieved == levels.gap == (0,) * 7


def test_shares_of_what_is_open_without_a_need_are_counted() -> None:
    """Two boxes of one function that reach each other: all of what kin could open, nothing of what others could."""
    hub = Inventory(
        (asset("a-1", "fleet", services=("mqtt",)), asset("b-1", "fleet", services=("mqtt",)), asset("c-1", "office")),
        (),
    )
    subject = subject_of("zones", hub)
    fleet = next(zone for zone in subject.made.zones if zone.name == "fleet")
    assert Assessment(subject).undemanded(fleet) == (0.0, 1.0)
    flat = subject_of("flat", hub)
    assert Assessment(flat).undemanded(flat.made.zones[0]) == (1.0, 1.0)
