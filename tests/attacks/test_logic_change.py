"""Logic change: a conveyor serves slower for a while, and then as before."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, in_turn, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Say, Touch
from twin.attacks.logic_change import LogicChange
from twin.devices.conveyor import Logic
from twin.net.message import Reply


def test_a_program_is_written_and_the_old_one_again_later() -> None:
    """Both as Modbus writes from where it stands, with the effect between them."""
    intents, result = performed(LogicChange(), foothold("ws-01", "conveyor-01"), always("delivered", "ok"))
    writes = [intent.message.payload for intent in intents if isinstance(intent, Say)]
    assert writes == [Logic(2.5), Logic(1.0)]
    assert [intent.phase for intent in intents if isinstance(intent, Effect)] == ["effect_start", "effect_end"]
    assert result == "success"


def test_by_hand_in_the_controller_nothing_crosses_the_network() -> None:
    """Touches only."""
    intents, _ = performed(
        LogicChange(change="stop"), foothold("conveyor-01", "conveyor-01"), always("delivered", "ok")
    )
    assert [intent.payload for intent in intents if isinstance(intent, Touch)] == [Logic(0.0), Logic(1.0)]
    assert not [intent for intent in intents if isinstance(intent, Say)]


def test_a_program_that_cannot_be_taken_back_goes_on() -> None:
    """Whoever was cut off meanwhile ends nothing."""
    replies = [Reply("delivered", "ok"), Reply("unanswered")]
    intents, result = performed(LogicChange(), foothold("ws-01", "conveyor-01"), in_turn(replies))
    assert [intent.phase for intent in intents if isinstance(intent, Effect)] == ["effect_start"]
    assert result == "success"


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [("flat", "success"), ("vlan", "success"), ("zones", "blocked"), ("microsegmentation", "blocked"),
     ("zero_trust", "blocked")],
)  # fmt: skip
def test_an_office_computer_programs_no_conveyor_where_zones_are_kept(policy: str, outcome: str) -> None:
    """Without zones it does."""
    steps = (
        step("phish", "service_port", "ws-01", 0.5, way="phishing", minutes=0.5),
        step("slow", "logic_change", "conveyor-01", 2, src="ws-01", minutes=2),
    )
    log = simulated(*steps, policy=policy, minutes=6).log
    assert [row["outcome"] for row in log.records("attack") if row["step"] == "slow"][-1] == outcome
