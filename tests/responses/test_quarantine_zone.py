"""Quarantine a zone."""

from __future__ import annotations

from tests.worlds import small_world
from twin.net.message import Message
from twin.responses.quarantine_zone import QuarantineZone


def test_nothing_crosses_its_border_and_inside_it_goes_on() -> None:
    """Island mode."""
    world = small_world("vlan")
    zone = world.network.segmentation.zone_of["dc-01"]
    QuarantineZone().apply(world, zone)
    inside = [name for name, of in world.network.segmentation.zone_of.items() if of == zone and name != "dc-01"]
    assert world.network.verdict_of(Message(inside[0], "dc-01", "smb"))[1] == "delivered"
    assert world.network.verdict_of(Message("dc-01", "resolver-public", "dns"))[1] == "contained"


def test_an_unknown_zone_names_the_nearest() -> None:
    """Assets are not zones."""
    assert "is not a zone: " in str(QuarantineZone().refusal(small_world(), "dc-01"))
