"""The broker: a message needs the publisher's session and the subscriber's."""

from __future__ import annotations

from functools import partial

import pytest

from tests.tiny_hub import block, cut, give_back, run_to, say, site, world
from twin.devices.broker import Broker
from twin.devices.world import World
from twin.lab.scenario import Site
from twin.net.instant import Instant
from twin.plant.robots import Hold


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


def _published(policy: str, src: str, action: Instant, of: Site | None = None) -> tuple[World, str]:
    hub = world(policy, of=of)
    topic = "vda5050/v3/robofleet/amr-002/instantActions"
    return hub, say(hub, src, "broker-robots", "mqtt", "PUBLISH", object=topic, payload=action, relay="amr-002").status


def test_a_command_is_handed_on_to_whom_it_is_for() -> None:
    """The broker reads no signature, for there is none."""
    hub, status = _published("flat", "amr-001", Instant("startPause"))
    assert status == "ok"
    assert hub.plant.fleet.robots.holds.tolist() == [0, int(Hold.COMMANDED), 0]


@pytest.mark.parametrize(("src", "status"), [("amr-001", "401"), ("fleet-manager", "ok")])
def test_a_broker_that_keeps_topics_apart_hands_on_the_manager_s_commands_only(src: str, status: str) -> None:
    """By trait of the broker, or because each device has an identity."""
    apart = site(traits={"broker": {"topic_acl": True}})
    assert _published("flat", src, Instant("startPause"), apart)[1] == status
    assert _published("zero_trust", src, Instant("startPause"))[1] == status


def test_a_retained_command_is_obeyed_again_by_whoever_comes_back() -> None:
    """It outlives the one who said it, until the broker itself is cleaned."""
    hub, _ = _published("flat", "amr-001", Instant("startPause", retained=True))
    broker, robots = hub.devices["broker"], hub.plant.fleet.robots
    run_to(hub, 11)
    assert not robots.holds[1] & Hold.COMMANDED
    token = cut(hub, "amr-002")
    run_to(hub, 12)
    give_back(hub, token)
    run_to(hub, 13)
    assert robots.holds[1] & Hold.COMMANDED
    broker.recover("broker-robots")
    assert isinstance(broker, Broker)
    assert broker.retained == {}


def test_a_command_for_whom_the_broker_does_not_reach_is_lost() -> None:
    """No session, or no such client."""
    hub = world()
    cut(hub, "amr-002")
    said = partial(say, hub, "amr-001", "broker-robots", "mqtt", "PUBLISH", payload=Instant("startPause"))
    assert [said(relay=robot).payload for robot in ("amr-002", "amr-999", "amr-003")] == [False, False, True]
