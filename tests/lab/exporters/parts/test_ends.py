"""Ends on the wire: routers where there is one, public names where somebody else owns them."""

from __future__ import annotations

import pytest

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.ends import frame_macs, host_of, said_of, same_subnet
from twin.net.address import router_of


def _to(name: str) -> Conversation:
    return next(each for each in conversations(recording()) if each.dst.name == name)


def test_what_leaves_a_subnet_is_seen_on_its_way_to_the_router() -> None:
    """The opener's own address there, the router's beside it; the service is behind."""
    c = _to("dns-01")
    assert not same_subnet(c.src, c.dst)
    assert frame_macs(c) == (c.src.mac, router_of(c.src.address)[1])


def test_what_stays_in_a_subnet_meets_no_router() -> None:
    """Both ends' own."""
    c = _to("dc-01")
    assert same_subnet(c.dst, _to("dns-01").dst)
    object.__setattr__(c, "src", _to("dns-01").dst)
    assert frame_macs(c) == (_to("dns-01").dst.mac, c.dst.mac)


def test_at_the_edge_there_are_two_routers() -> None:
    """Nobody's own hardware address gets that far."""
    c = _to("cloud")
    object.__setattr__(c, "tap", "edge")
    assert frame_macs(c) == (router_of(c.src.address)[1], router_of(c.dst.address)[1])


@pytest.mark.parametrize(("name", "host"), [("cloud", "cloud.example"), ("dc-01", "dc-01")])
def test_only_what_stands_outside_has_a_public_name(name: str, host: str) -> None:
    """Below a domain that nobody owns."""
    assert host_of(_to(name).dst) == said_of(_to(name)).host == host


def test_a_router_is_the_first_host_of_its_subnet() -> None:
    """One for all hosts of a function, another for each function."""
    assert router_of("10.50.0.10") == router_of("10.50.3.200")
    assert router_of("10.50.0.10")[0] == "10.50.0.1"
    assert router_of("10.50.0.10")[1] != router_of("10.60.0.10")[1]
