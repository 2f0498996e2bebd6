"""Spoofed orders: a robot does what arrives on its topic, and the broker alone decides who may write there."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import isolate, simulated, step
from twin.attacks.base import Effect, Say
from twin.attacks.spoofed_orders import FAR, SpoofedOrders
from twin.core.log import Log
from twin.net.instant import Instant

FOOTHOLD = step("foothold", "service_port", "amr-001", 1)
PAUSE = step(
    "pause", "spoofed_orders", ("amr-002", "amr-003"), 4, src="amr-001", command="startPause", every_s=60, minutes=2
)


def _headers(**parameters: object) -> list[float]:
    attack = SpoofedOrders.model_validate({"every_s": 30, "minutes": 1, **parameters})
    intents, _ = performed(attack, foothold("ws-01", "amr-001"), always("delivered", "ok"))
    return [intent.message.value for intent in intents if isinstance(intent, Say)]


def _stopped(log: Log, robot: str) -> list[int]:
    return [row["time"] for row in log.records("robot_state") if row["robot"] == robot and row["state"] == "stopped"]


def test_it_says_what_a_manager_would_say_over_the_broker() -> None:
    """Topic, command and receiver are a manager's; only the sender is not."""
    intents, result = performed(
        SpoofedOrders(command="startCharging", minutes=0), foothold("ws-01", "amr-001"), always("delivered", "401")
    )
    said = intents[0]
    assert isinstance(said, Say)
    assert said.message.object == "vda5050/v3/robofleet/amr-001/instantActions"
    assert (said.message.payload, said.message.relay) == (Instant("startCharging"), "amr-001")
    assert result == "failed"


def test_header_counters_jump_or_repeat() -> None:
    """What a rule over sequences would look for."""
    assert _headers() == [FAR, FAR + 1, FAR + 2]
    assert _headers(headers="repeat") == [0.0, 0.0, 0.0]


def test_no_effect_is_claimed_where_a_robot_had_nothing_to_cancel() -> None:
    """Accepted by the broker is not obeyed by the robot."""
    intents, result = performed(SpoofedOrders(minutes=0), foothold("ws-01", "amr-001"), always("delivered", "ok"))
    assert not [intent for intent in intents if isinstance(intent, Effect)]
    assert result == "failed"


def test_paused_robots_stand_and_go_on_when_somebody_has_come() -> None:
    """From the first command to ten minutes after the last they are stopped, and then they work again."""
    log = simulated(FOOTHOLD, PAUSE, minutes=20).log
    stood = _stopped(log, "amr-002")
    assert 240_000_000 <= stood[0] <= 244_000_000
    assert 958_000_000 <= stood[-1] <= 962_000_000
    assert not _stopped(log, "amr-001")
    phases = [(row["phase"], row["target"]) for row in log.records("attack") if row["phase"].startswith("effect")]
    assert phases == [
        ("effect_start", "amr-002"), ("effect_start", "amr-003"), ("effect_end", "amr-002"), ("effect_end", "amr-003"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [("flat", "success"), ("vlan", "success"), ("zones", "success"), ("microsegmentation", "success"),
     ("zero_trust", "failed")],
)  # fmt: skip
def test_a_robot_speaks_for_the_manager_wherever_nobody_asks_who_it_is(policy: str, outcome: str) -> None:
    """Its session to the broker is a need; only a broker that knows who speaks keeps the topic to its owner."""
    log = simulated(FOOTHOLD, PAUSE, policy=policy, minutes=8).log
    assert [row["outcome"] for row in log.records("attack") if row["step"] == "pause"][-1] == outcome
    assert bool(_stopped(log, "amr-002")) == (outcome == "success")


def test_the_held_manager_passes_everywhere() -> None:
    """Its own identity is the one that may."""
    taken = step("foothold", "service_port", "fleet-manager", 1, way="phishing")
    says = step("pause", "spoofed_orders", "amr-002", 4, src="fleet-manager", command="startPause", minutes=0)
    assert _stopped(simulated(taken, says, policy="zero_trust", minutes=6).log, "amr-002")


def test_an_isolated_sender_is_heard_no_more() -> None:
    """The pause runs out, and nothing renews it."""
    log = simulated(FOOTHOLD, PAUSE, minutes=18, decisions=[isolate("amr-001", 4.5)]).log
    assert _stopped(log, "amr-003")[-1] < 843_000_000
    assert [row["delivered"] for row in log.records("label")] == [True, True, False, False]
