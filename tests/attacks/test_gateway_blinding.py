"""Gateway blinding: by hand where one stands, over the network elsewhere."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, in_turn, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Say, Touch
from twin.attacks.gateway_blinding import GatewayBlinding
from twin.net.message import Fate, Reply
from twin.net.translation import Tampering


def test_in_the_gateway_one_stands_in_no_message_is_sent() -> None:
    """A touch, and the effect begins."""
    intents, outcome = performed(
        GatewayBlinding(mode="drop"), foothold("gateway-01", "gateway-01"), always("delivered", "ok")
    )
    assert intents == [Touch("gateway-01", "tamper", payload=Tampering("drop")), Effect("gateway-01", "effect_start")]
    assert outcome == "success"


def test_from_elsewhere_it_is_a_write_over_the_network() -> None:
    """What a tap could see."""
    intents, _ = performed(
        GatewayBlinding(mode="alter", offset=2, scale=0.5), foothold("ws-01", "gateway-01"), always("denied")
    )
    (said,) = intents
    assert isinstance(said, Say)
    assert (said.message.verb, said.message.payload) == ("write_config", Tampering("alter", 2.0, 0.5))


@pytest.mark.parametrize("fate", ["unanswered", "refused", "delivered"])
def test_what_does_not_take_effect_is_no_success(fate: Fate) -> None:
    """Silence, a reset, or a gateway that says no."""
    intents, result = performed(GatewayBlinding(), foothold("ws-01", "gateway-01"), always(fate, "401"))
    assert not [intent for intent in intents if isinstance(intent, Effect)]
    assert result == "failed"


def test_one_gateway_is_enough() -> None:
    """A later refusal does not undo an earlier success."""
    replies = [Reply("delivered", "ok"), Reply("denied")]
    assert performed(GatewayBlinding(), foothold("ws-01", "gateway-01", "gateway-02"), in_turn(replies))[1] == "success"


def test_without_a_session_nothing_happens() -> None:
    """A workstation that never logged in is refused, and readings stay honest."""
    steps = (
        step("phish", "service_port", "ws-01", 0, way="phishing", minutes=1),
        step("blind", "gateway_blinding", "gateway-01", 2, src="ws-01", mode="drop"),
    )
    log = simulated(*steps, minutes=6).log
    assert log.records("attack")[-1]["outcome"] == "failed"
    assert max(row["time"] for row in log.records("reading") if row["sensor"] == "temp-01") > 345_000_000


def test_a_held_gateway_goes_blind() -> None:
    """From the effect on its room is silent, and the effect stands in the truth with its time."""
    steps = (
        step("take", "service_port", "gateway-01", 1),
        step("blind", "gateway_blinding", "gateway-01", 4, mode="drop"),
    )
    log = simulated(*steps, minutes=8).log
    (effect,) = [row for row in log.records("attack") if row["phase"] == "effect_start"]
    assert (effect["time"], effect["target"]) == (240_000_000, "gateway-01")
    assert max(row["time"] for row in log.records("reading") if row["sensor"] == "temp-01") < 240_000_000


@pytest.mark.parametrize("mode", ["drop", "freeze", "replay", "alter"])
def test_the_window_does_not_show(mode: str) -> None:
    """Blinded in the middle of a window of 1, 10 or 60 s, the whole log is the same."""
    steps = (
        step("take", "service_port", "gateway-01", 1),
        step("blind", "gateway_blinding", "gateway-01", 3.371, mode=mode),
    )
    digests = {simulated(*steps, minutes=6, window_s=window_s).log.digest() for window_s in (1, 10, 60)}
    assert len(digests) == 1
