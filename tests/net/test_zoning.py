"""Laws of zoning: groups and rules that the policies share."""

from __future__ import annotations

from tests.builders import demand, small_hub
from twin.net import zoning
from twin.net.inventory import FUNCTIONS


def test_each_function_has_one_vlan_and_one_target() -> None:
    """Nothing inside the hub falls between, and the internet is in none."""
    inside = [function for function in FUNCTIONS if function != "internet"]
    assert sorted(function for functions in zoning.VLANS.values() for function in functions) == sorted(inside)
    assert sorted(zoning.SL_TARGET) == sorted(inside)


def test_zones_without_members_are_left_out() -> None:
    """The small hub has no building automation and no business."""
    names = {zone.name for zone in zoning.function_zones(small_hub())}
    assert names == set(FUNCTIONS) - {"building", "business"}


def test_function_zones_lie_inside_vlan_zones() -> None:
    """The finer partition refines the coarser one."""
    vlans = [set(zone.members) for zone in zoning.vlan_zones(small_hub())]
    assert all(any(set(zone.members) <= vlan for vlan in vlans) for zone in zoning.function_zones(small_hub()))


def test_an_exception_may_name_either_end_by_kind_or_name() -> None:
    """The camera's kind, the cloud's name: either lets the camera's excessive demand pass."""
    for word in ("camera", "camera-01", "vendor-cloud"):
        granted = zoning.accepted(small_hub(), (word,))
        assert ("camera-01", "vendor-cloud", "http") in {zoning.triple(demand) for demand in granted}


def test_port_forwards_are_open_to_anyone_or_to_the_named_source() -> None:
    """A simple router forwards for the whole internet, a careful firewall for one."""
    demands = small_hub().demands
    assert [rule.src for rule in zoning.inbound_rules(demands, small_hub(), anyone=True)] == ["internet"]
    assert [rule.src for rule in zoning.inbound_rules(demands, small_hub(), anyone=False)] == ["vendor-cloud"]


def test_egress_goes_from_a_zone_to_a_named_destination() -> None:
    """The two demands on the vendor's cloud."""
    homes = {member: zone.name for zone in zoning.function_zones(small_hub()) for member in zone.members}
    rules = zoning.egress_rules(small_hub().demands, homes)
    assert [rule.name for rule in rules] == ["egress:amenity>vendor-cloud:https", "egress:video>vendor-cloud:http"]


def test_refused_is_what_is_demanded_and_not_granted() -> None:
    """In order, and each once."""
    granted = [zoning.triple(demand) for demand in small_hub().demands[1:]]
    assert zoning.refused(small_hub(), granted) == (("amr-001", "broker-1", "mqtt"),)


def test_no_rule_is_made_for_what_is_link_local() -> None:
    """Multicast DNS passes inside its segment whatever a rule says, and nowhere else."""
    demands = [demand("ws-01", "dc-01", "dns"), demand("ws-01", "ws-02", "mdns")]
    assert list(zoning.routed(demands)) == demands[:1]
    assert [rule.service for rule in zoning.demand_rules(demands, with_verbs=False)] == ["dns"]


def test_a_zone_must_reach_what_its_most_demanding_function_must() -> None:
    """Requirement by requirement; the internet asks for nothing."""
    assert zoning.target_of(["video", "robots", "internet"]) == (2, 2, 3, 2, 2, 2, 3)
    assert zoning.target_of(["internet"]) == (0,) * 7
