"""Door command: opened for a while, or held."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Touch, Wait
from twin.attacks.door_command import DoorCommand
from twin.devices.points import Write

PHISH = step("phish", "service_port", "ws-01", 0, way="phishing", minutes=1)


def test_a_door_that_is_opened_is_let_go_again() -> None:
    """By hand at the controller one stands in: held, waited for, given back."""
    intents, result = performed(
        DoorCommand(what="open", minutes=2, door=2), foothold("doors-01", "doors-01"), always("delivered", "ok")
    )
    assert intents[0] == Touch("doors-01", "write", Write("binary-output,11", 1.0))
    assert intents[1:3] == [Effect("doors-01", "effect_start"), Wait(120.0)]
    assert (intents[-1], result) == (Effect("doors-01", "effect_end"), "success")


@pytest.mark.parametrize(("what", "open_at_the_end"), [("open", 0.0), ("hold", 1.0)])
def test_the_door_of_the_room_stands_open(what: str, open_at_the_end: float) -> None:
    """From the command on, and to the end where it is held; after three minutes that is an alarm."""
    log = simulated(
        PHISH, step("door", "door_command", "doors-01", 2, src="ws-01", what=what, minutes=2), minutes=7
    ).log
    doors = [row["value"] for row in log.records("reading") if row["quantity"] == "door_open"]
    assert max(doors) == 1.0
    assert doors[-1] == open_at_the_end
    held = [(row["source"], row["alarm"]) for row in log.records("alarm")]
    assert held == ([("chill-1", "door_held")] if what == "hold" else [])
