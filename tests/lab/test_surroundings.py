"""What stands inside a device, and what does not."""

from __future__ import annotations

from tests.tiny_hub import block, world
from twin.lab.surroundings import surroundings


def test_a_device_tells_its_kind_and_its_connections() -> None:
    """Those that it opens, and those that others open to it."""
    hub = world()
    found = surroundings(hub, "broker-ot")
    assert found.kind == "broker"
    assert ("gateway-01", "broker-ot") in {(src, dst) for src, dst, _ in found.peers}
    assert all("broker-ot" in peer[:2] for peer in found.peers)


def test_a_connection_that_is_refused_is_none() -> None:
    """What the rules keep off never comes up."""
    hub = world()
    (service,) = {service for src, dst, service in surroundings(hub, "gateway-01").peers if dst == "broker-ot"}
    block(hub, "gateway-01", "broker-ot", service)
    assert ("gateway-01", "broker-ot", service) not in surroundings(hub, "gateway-01").peers


def test_in_one_broadcast_domain_everybody_is_heard() -> None:
    """A flat hub tells all its addresses; a segmented one those of the zone and of the ranges of peers."""
    flat = set(surroundings(world("flat"), "coffee-01").addresses)
    cut = set(surroundings(world("microsegmentation"), "coffee-01").addresses)
    assert {"amr-001", "gateway-01", "dc-01"} <= flat
    assert "amr-001" not in cut
    assert cut < flat


def test_it_tells_no_address_outside_and_none_of_what_has_none() -> None:
    """The internet is no range of the hub, and a sensor on a bus has no address; oneself is no stranger."""
    addresses = surroundings(world("flat"), "coffee-01").addresses
    assert not {"resolver-public", "coffee-cloud", "temp-01", "coffee-01"} & set(addresses)
