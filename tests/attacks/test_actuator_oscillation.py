"""Actuator oscillation: on and off at a rate, and given back."""

from __future__ import annotations

from itertools import pairwise
from math import isnan

from tests.intents import always, foothold, in_turn, performed
from tests.tiny_hub import simulated, step
from twin.attacks.actuator_oscillation import ActuatorOscillation
from twin.attacks.base import Effect, Say, Wait
from twin.net.message import Reply


def test_it_switches_at_its_rate_and_gives_back() -> None:
    """Two minutes at a start a minute: on, off, on, off, and the command is released."""
    intents, result = performed(
        ActuatorOscillation(every_s=60, minutes=2), foothold("ws-01", "hvac-01"), always("delivered", "ok")
    )
    values = [intent.message.value for intent in intents if isinstance(intent, Say)]
    assert values[:-1] == [1.0, 0.0, 1.0, 0.0]
    assert isnan(values[-1])
    assert sum(intent.seconds for intent in intents if isinstance(intent, Wait)) == 120
    effects = [intent.phase for intent in intents if isinstance(intent, Effect)]
    assert (effects, result) == (["effect_start", "effect_end"], "success")


def test_it_fails_when_the_controller_no_longer_does_as_told() -> None:
    """Nothing is given back either: nobody listens."""
    replies = [Reply("delivered", "ok"), Reply("unanswered")]
    intents, result = performed(ActuatorOscillation(), foothold("ws-01", "hvac-01"), in_turn(replies))
    assert result == "failed"
    assert isinstance(intents[-1], Say)


def test_a_command_that_cannot_be_given_back_goes_on() -> None:
    """Nobody is told that it is over."""
    replies = [Reply("delivered", "ok"), Reply("delivered", "ok"), Reply("unanswered")]
    attack = ActuatorOscillation(every_s=60, minutes=1)
    intents, _ = performed(attack, foothold("ws-01", "hvac-01"), in_turn(replies))
    assert [intent.phase for intent in intents if isinstance(intent, Effect)] == ["effect_start"]


def test_a_compressor_starts_no_more_often_than_its_timers_let_it() -> None:
    """Commanded every twenty seconds for a quarter of an hour, it starts at most once in its minimum times."""
    steps = (
        step("phish", "service_port", "ws-01", 0, way="phishing", minutes=1),
        step("flap", "actuator_oscillation", "hvac-01", 2, src="ws-01", every_s=20, minutes=15),
    )
    ran = simulated(*steps, minutes=18)
    shares = [row["share"] > 0 for row in ran.log.records("room") if row["room"] == "chill-1"]
    starts = sum(not before and after for before, after in pairwise(shares))
    assert 1 <= starts <= 3
    assert "commanded" in {row["mode"] for row in ran.log.records("control")}


def test_a_door_has_no_such_timer() -> None:
    """It opens each time, and follows its schedule afterwards."""
    steps = (
        step("phish", "service_port", "ws-01", 0, way="phishing", minutes=1),
        step("flap", "actuator_oscillation", "doors-01", 2, src="ws-01", every_s=60, minutes=5),
    )
    log = simulated(*steps, minutes=9).log
    doors = [row["value"] for row in log.records("reading") if row["quantity"] == "door_open"]
    openings = sum(after > before for before, after in pairwise(doors))
    assert openings == 5
    assert doors[-1] == 0.0
