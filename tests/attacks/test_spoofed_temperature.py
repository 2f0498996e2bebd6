"""Spoofed temperature: a thermostat that believes its input moves work, whatever the room is like."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Wait
from twin.attacks.spoofed_temperature import SpoofedTemperature
from twin.core.log import Log

PHISH = step("phish", "service_port", "ws-01", 0, way="phishing", minutes=1)


def _shares(log: Log) -> list[float]:
    return [row["command"] for row in log.records("control") if row["controller"] == "thermostat-01"]


def test_it_writes_waits_and_gives_back() -> None:
    """The effect begins with the first write and ends with the second."""
    intents, result = performed(
        SpoofedTemperature(minutes=3), foothold("ws-01", "thermostat-01"), always("delivered", "ok")
    )
    assert intents[1:3] == [Effect("thermostat-01", "effect_start"), Wait(180.0)]
    assert (intents[-1], result) == (Effect("thermostat-01", "effect_end"), "success")


@pytest.mark.parametrize(("inlet_c", "share"), [(29.0, 0.5), (36.0, 0.1), (20.0, 1.0)])
def test_work_moves_by_what_is_written_and_comes_back(inlet_c: float, share: float) -> None:
    """Half above the drain limit, a tenth above the throttle limit, nothing below; the room is cool all the time."""
    spoof = step("spoof", "spoofed_temperature", "thermostat-01", 2, src="ws-01", inlet_c=inlet_c, minutes=3)
    ran = simulated(PHISH, spoof, minutes=8)
    shares = _shares(ran.log)
    assert min(shares) == pytest.approx(share * shares[0])
    assert shares[-1] == shares[0]
    assert max(row["air_c"] for row in ran.log.records("room") if row["room"] == "server-room") < 27
    alarms = [row["alarm"] for row in ran.log.records("alarm")]
    assert alarms == (["server_hot"] if inlet_c == 36.0 else [])


def test_told_that_it_is_cool_the_servers_carry_on_until_their_own_protection() -> None:
    """The thermostat asks for nothing while the room heats up without cooling; the throttle feels the true inlet."""
    steps = (
        PHISH,
        step("lie", "spoofed_temperature", "thermostat-01", 2, src="ws-01", inlet_c=20, minutes=10),
        step("rest", "setpoint_write", "thermostat-01", 2, src="ws-01", what="cooling_off"),
    )
    ran = simulated(*steps, minutes=11)
    room = [row for row in ran.log.records("room") if row["room"] == "server-room"]
    assert len(set(_shares(ran.log))) == 1
    assert room[-1]["air_c"] > 30
    assert room[-1]["share"] < room[0]["share"]
