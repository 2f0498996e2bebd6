"""A foothold by hand: no network is asked."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, in_turn, performed
from tests.tiny_hub import isolate, simulated, step
from twin.attacks.base import Take, Touch, Wait
from twin.attacks.service_port import ServicePort
from twin.net.message import Reply


def test_it_waits_opens_and_holds() -> None:
    """In this order, two minutes a device unless said otherwise."""
    intents, outcome = performed(ServicePort(), foothold("amr-001", "amr-001"), always("delivered", "ok"))
    assert intents == [Wait(120), Touch("amr-001", "open", payload="port"), Take("amr-001")]
    assert outcome == "success"


def test_what_does_not_open_is_not_held() -> None:
    """A device without a port stays what it is, and the next one is tried."""
    replies = in_turn([Reply("delivered", "no-port"), Reply("delivered", "ok")])
    intents, outcome = performed(ServicePort(), foothold("dc-01", "dc-01", "amr-001"), replies)
    assert [intent for intent in intents if isinstance(intent, Take)] == [Take("amr-001")]
    assert outcome == "success"


@pytest.mark.parametrize("policy", ["flat", "zones", "zero_trust"])
def test_no_policy_prevents_it(policy: str) -> None:
    """Somebody stands before the device; the network plays no part."""
    log = simulated(step("open", "service_port", "amr-001", 1), policy=policy, minutes=4).log
    assert [(row["asset"], row["time"]) for row in log.records("compromise")] == [("amr-001", 180_000_000)]
    assert log.records("label") == []


def test_nor_does_isolation() -> None:
    """A device that is cut off still has a port; what the attacker reaches from there is another matter."""
    log = simulated(step("open", "service_port", "amr-001", 1), minutes=4, decisions=[isolate("amr-001", 0.5)]).log
    assert [row["asset"] for row in log.records("compromise")] == ["amr-001"]


def test_a_server_in_a_locked_room_has_no_port() -> None:
    """By hand it fails; through the person who runs it, it does not."""
    by_hand = simulated(step("open", "service_port", "dc-01", 1), minutes=4).log
    by_mail = simulated(step("open", "service_port", "dc-01", 1, way="phishing"), minutes=4).log
    assert by_hand.records("attack")[-1]["outcome"] == "failed"
    assert by_hand.records("compromise") == []
    assert [row["asset"] for row in by_mail.records("compromise")] == ["dc-01"]
