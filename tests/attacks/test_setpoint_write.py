"""Setpoint write: one point of a controller, or a restart."""

from __future__ import annotations

from math import isnan

import pytest
from pydantic import ValidationError

from tests.intents import always, foothold, in_turn, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Say, Wait
from twin.attacks.setpoint_write import SetpointWrite, What
from twin.net.message import Reply

FOOTHOLD = step("phish", "service_port", "ws-01", 0, way="phishing", minutes=1)


@pytest.mark.parametrize(
    ("what", "point", "value"),
    [
        ("setpoint", "analog-value,11", 9.0),
        ("alarm_limit", "analog-value,12", 9.0),
        ("alarms_off", "analog-value,13", 0.0),
        ("cooling_off", "binary-output,11", 0.0),
    ],
)
def test_each_thing_is_a_point_of_the_room(what: What, point: str, value: float) -> None:
    """Those of the second room have numbers ten higher."""
    intents, result = performed(
        SetpointWrite(what=what, value=9.0, room=2), foothold("ws-01", "hvac-01"), always("delivered", "ok")
    )
    assert isinstance(intents[0], Say)
    assert (intents[0].message.object, intents[0].message.value) == (point, value)
    assert (intents[1], result) == (Effect("hvac-01", "effect_start"), "success")


def test_giving_back_ends_the_effect() -> None:
    """NaN is the relinquishing of a command."""
    intents, _ = performed(
        SetpointWrite(what="give_back"), foothold("ws-01", "hvac-01"), always("delivered", "ok")
    )  # fmt: skip
    assert isinstance(intents[0], Say)
    assert isnan(intents[0].message.value)
    assert intents[1] == Effect("hvac-01", "effect_end")


def test_one_controller_is_enough() -> None:
    """The second says that it has no such object."""
    replies = [Reply("delivered", "ok"), Reply("delivered", "unknown-object")]
    assert performed(SetpointWrite(), foothold("ws-01", "hvac-01", "hvac-02"), in_turn(replies))[1] == "success"


def test_a_web_page_has_no_restart() -> None:
    """It is refused before anything runs."""
    with pytest.raises(ValidationError, match="no restart"):
        SetpointWrite(what="restart", service="http")
    intents, _ = performed(SetpointWrite(what="restart"), foothold("ws-01", "hvac-01"), always("delivered", "ok"))
    assert isinstance(intents[0], Say)
    assert intents[0].message.verb == "reinitialize_device"


def test_a_restart_is_over_after_its_two_minutes() -> None:
    """Both controllers are down at once, and both effects end; nobody has to give anything back."""
    intents, result = performed(
        SetpointWrite(what="restart"), foothold("ws-01", "hvac-01", "hvac-02"), always("delivered", "ok")
    )
    assert intents[-3:] == [Wait(120.0), Effect("hvac-01", "effect_end"), Effect("hvac-02", "effect_end")]
    assert result == "success"
    refused, result = performed(SetpointWrite(what="restart"), foothold("ws-01", "hvac-01"), always("unanswered"))
    assert (len(refused), result) == (1, "failed")


@pytest.mark.parametrize(("policy", "outcome"), [("flat", "success"), ("microsegmentation", "blocked")])
def test_the_controller_takes_it_where_the_policy_lets_it_through(policy: str, outcome: str) -> None:
    """In a flat hub the controller wants twelve degrees at its next look; elsewhere it never hears of it."""
    log = simulated(FOOTHOLD, step("warm", "setpoint_write", "hvac-01", 2, src="ws-01"), policy=policy, minutes=4).log
    assert [row["outcome"] for row in log.records("attack") if row["step"] == "warm"][-1] == outcome
    wanted = {row["setpoint_c"] for row in log.records("control") if row["controller"] == "hvac-01"}
    assert (12.0 in wanted) == (outcome == "success")


def test_the_window_does_not_show() -> None:
    """Written in the middle of a window of 1, 10 or 60 s, the whole log is the same."""
    steps = (FOOTHOLD, step("rest", "setpoint_write", "hvac-01", 2.3, src="ws-01", what="cooling_off"))
    assert len({simulated(*steps, minutes=5, window_s=window_s).log.digest() for window_s in (1, 10, 60)}) == 1
