"""The broker: a message needs the publisher's session and the subscriber's."""

from __future__ import annotations

from functools import partial

import pytest

from tests.tiny_hub import block, cut, give_back, world
from twin.devices.broker import Broker


@pytest.mark.parametrize("policy", ["flat", "vlan", "zones", "microsegmentation", "zero_trust"])
def test_robots_and_their_manager_have_sessions_under_every_policy(policy: str) -> None:
    """A declared need is granted by all five."""
    broker = world(policy).devices["broker"]
    assert isinstance(broker, Broker)
    assert {broker.session(name, "broker-robots") for name in ("amr-001", "amr-003", "fleet-manager")} == {"delivered"}


def test_a_stranger_has_a_session_only_where_nobody_segments() -> None:
    """A coffee machine and the robots' broker have no business with each other."""
    flat, zones = world("flat").devices["broker"], world("zones").devices["broker"]
    assert isinstance(flat, Broker)
    assert isinstance(zones, Broker)
    assert flat.session("coffee-01", "broker-robots") == "delivered"
    assert zones.session("coffee-01", "broker-robots") == "denied"


def test_a_response_ends_a_session_and_its_undoing_restores_it() -> None:
    """A quarantine of either end and a block between them all say ``contained``."""
    hub = world()
    broker = hub.devices["broker"]
    assert isinstance(broker, Broker)
    for put in (
        partial(cut, hub, "amr-001"),
        partial(cut, hub, "broker-robots"),
        partial(block, hub, "amr-001", "broker-robots", "mqtt"),
    ):
        token = put()
        assert broker.session("amr-001", "broker-robots") == "contained"
        give_back(hub, token)
        assert broker.session("amr-001", "broker-robots") == "delivered"
