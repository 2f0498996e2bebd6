"""The load balancer obeys whoever reaches it, which is the point of asking who may."""

from __future__ import annotations

from math import nan

import pytest

from tests.tiny_hub import run_to, say, world
from twin.devices.world import World


def _load(hub: World) -> float:
    run_to(hub, hub.clock.now_us / 6e7 + 0.2)
    assert hub.plant.server_room is not None
    return hub.plant.server_room.load


@pytest.mark.parametrize(("asked", "carried"), [(0.25, 0.25), (0.0, 0.0), (1.7, 1.0), (-3.0, 0.0)])
def test_it_moves_load_to_the_share_it_is_told(asked: float, carried: float) -> None:
    """A share is at least nothing and at most everything."""
    hub = world()
    assert say(hub, "thermostat-01", "load-balancer-01", "https", "PUT", object="load", value=asked).ok
    assert _load(hub) == carried


def test_a_stranger_is_obeyed_where_a_stranger_gets_through() -> None:
    """Whoever asks: a flat network lets a coffee machine move the load, zones do not."""
    flat, zones = world(), world("zones")
    assert say(flat, "coffee-01", "load-balancer-01", "https", "PUT", object="load", value=0.0).ok
    assert _load(flat) == 0.0
    assert say(zones, "coffee-01", "load-balancer-01", "https", "PUT", object="load", value=0.0).fate == "denied"
    assert _load(zones) == 0.6


@pytest.mark.parametrize(
    ("verb", "about", "value", "status"),
    [("PUT", "load", nan, "400"), ("PUT", "pool", 0.1, "ok"), ("GET", "load", 0.1, "ok")],
)
def test_what_is_no_order_moves_nothing(verb: str, about: str, value: float, status: str) -> None:
    """No number, another thing, or a mere question."""
    hub = world()
    assert say(hub, "ws-01", "load-balancer-01", "https", verb, object=about, value=value).status == status
    assert _load(hub) == 0.6
