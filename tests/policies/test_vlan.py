"""Laws of the VLAN policy."""

from __future__ import annotations

from tests.builders import network_of, numbers, small_hub
from twin.policies.vlan import Vlan


def _passes(src: str, dst: str, service: str) -> bool:
    network = network_of(small_hub(), Vlan().compile(small_hub()))
    return bool(network.allowed(network.decide(*numbers(network, (src, dst, service))))[0])


def test_four_vlans_and_the_internet() -> None:
    """Functions share VLANs by trade."""
    zones = {zone.name: zone.members for zone in Vlan().compile(small_hub()).zones}
    assert sorted(zones) == ["automation", "comfort", "corporate", "facility", "internet"]
    assert zones["automation"] == ("amr-001", "amr-002", "broker-1")


def test_where_one_demand_crosses_every_service_crosses() -> None:
    """The gateway talks MQTT to the broker, so facility may do anything to automation."""
    assert _passes("sensor-1", "amr-001", "robot_api")


def test_a_crossing_opens_one_direction_only() -> None:
    """Nothing in automation opens flows to facility, so nothing may."""
    assert not _passes("broker-1", "gateway-1", "https")


def test_a_coffee_machine_cannot_reach_the_domain_controller() -> None:
    """No demand crosses from comfort to corporate."""
    assert not _passes("coffee-1", "dc-01", "smb")


def test_everything_may_leave() -> None:
    """There is no egress filter."""
    assert _passes("sensor-1", "vendor-cloud", "telnet")
