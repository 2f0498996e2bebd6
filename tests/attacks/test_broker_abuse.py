"""Broker abuse: what a broker that trusts its clients tells them, and keeps for them."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Say
from twin.attacks.broker_abuse import BrokerAbuse
from twin.lab.simulate import Simulated

FOOTHOLD = step("foothold", "service_port", "amr-001", 1)
HEAR = step("hear", "broker_abuse", "broker-robots", 3, src="amr-001", minutes=3)


def _hear(policy: str) -> Simulated:
    return simulated(FOOTHOLD, HEAR, policy=policy, minutes=8)


def test_what_it_hears_is_what_the_fleet_says() -> None:
    """A minute of everything: three robots' states of 1100 bytes every 2 s, and renewals of their bases beside."""
    rows = [row for row in _hear("flat").log.records("flow") if row["bytes_in"] > 90_000]
    assert len(rows) == 3
    assert rows[0]["bytes_in"] >= 60 * 3 * (550 + 84)
    assert {row["src"] for row in rows} == {"amr-001"}


@pytest.mark.parametrize("policy", ["flat", "microsegmentation", "zero_trust"])
def test_topics_kept_apart_are_not_heard(policy: str) -> None:
    """No device has declared a need to subscribe to everything, and an inspection point reads verbs."""
    (end,) = [row for row in _hear(policy).log.records("attack") if row["step"] == "hear" and row["phase"] == "end"]
    assert end["outcome"] == ("blocked" if policy == "zero_trust" else "success")


def test_a_refused_subscription_hears_nothing() -> None:
    """One question, and no minute of listening."""
    intents, result = performed(BrokerAbuse(), foothold("ws-01", "broker-robots"), always("delivered", "401"))
    assert len(intents) == 1
    assert result == "failed"


def test_each_robot_s_topic_gets_a_message_that_stays() -> None:
    """Left with RETAIN, and an effect for each that was accepted."""
    intents, result = performed(
        BrokerAbuse(mode="retain"), foothold("ws-01", "amr-001", "amr-002"), always("delivered", "ok")
    )
    assert [intent.message.payload.retained for intent in intents if isinstance(intent, Say)] == [True, True]
    assert [intent.target for intent in intents if isinstance(intent, Effect)] == ["amr-001", "amr-002"]
    assert result == "success"
