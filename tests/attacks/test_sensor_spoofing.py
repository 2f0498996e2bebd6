"""Sensor spoofing: the right sender, the right form, the right time, and wrong."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Touch, Wait
from twin.attacks.sensor_spoofing import Manner, SensorSpoofing
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.devices.sensor import Spoof
from twin.net.translation import Tampering

PROBE = step("probe", "service_port", "temp-01", 0, minutes=1)


def _said(log: Log, sensor: str, from_min: float, to_min: float = 99) -> list[float]:
    rows = [row for row in log.records("reading") if row["sensor"] == sensor]
    return [row["value"] for row in rows if from_min * MINUTE_US < row["sampled"] < to_min * MINUTE_US]


def test_by_hand_it_is_a_touch_at_each_sensor() -> None:
    """No message is sent."""
    intents, result = performed(SensorSpoofing(), foothold("temp-01", "temp-01"), always("delivered", "ok"))
    said = Tampering("alter", offset=-3.0, minutes=10)
    assert intents == [Touch("temp-01", "tamper", said), Effect("temp-01", "effect_start")]
    assert result == "success"


def test_from_the_bus_it_is_done_where_one_sits() -> None:
    """Whoever sits on the bus changes what others say."""
    attack = SensorSpoofing(way="bus", manner="drop")
    intents, _ = performed(attack, foothold("implant-01", "temp-01"), always("delivered", "ok"))
    assert intents[0] == Touch("implant-01", "spoof", Spoof("temp-01", Tampering("drop", offset=-3.0, minutes=10)))


def test_a_drift_moves_on_by_steps_to_its_end() -> None:
    """Two minutes in steps of one: nothing, half, all."""
    attack = SensorSpoofing(manner="drift", minutes=2, every_s=60, offset=-8)
    intents, _ = performed(attack, foothold("temp-01", "temp-01"), always("delivered", "ok"))
    touched = [intent.payload for intent in intents if isinstance(intent, Touch)]
    assert [each.offset for each in touched if isinstance(each, Tampering)] == [0.0, -4.0, -8.0]
    assert sum(isinstance(intent, Wait) for intent in intents) == 2


@pytest.mark.parametrize("manner", ["bias", "drift", "freeze", "replay", "drop"])
def test_one_sensor_lies_and_its_neighbour_does_not(manner: Manner) -> None:
    """Each manner shows in the readings of that sensor, from its minute on, and in no other's."""
    spoof = step("spoof", "sensor_spoofing", "temp-01", 3, manner=manner, offset=-5.0, minutes=2)
    log = simulated(PROBE, spoof, minutes=7).log
    quiet = simulated(minutes=7).log
    lied, honest = _said(log, "temp-01", 5.1), _said(quiet, "temp-01", 5.1)
    assert _said(log, "temp-01", 0, 3) == _said(quiet, "temp-01", 0, 3)
    before = _said(quiet, "temp-01", 0, 3)
    if manner in ("bias", "drift"):
        assert max(lied) < min(honest) - 3
    elif manner == "drop":
        assert lied == []
    else:
        assert set(lied) <= set(before[-13:])
        assert manner == "replay" or set(lied) == {before[-1]}
    assert abs(_said(log, "temp-02", 5.1)[0] - _said(quiet, "temp-02", 5.1)[0]) < 1


def test_what_sits_on_another_bus_changes_nothing() -> None:
    """An implant reaches the sensors of the bus that it is clamped to."""
    plug = step("plug", "implant", "implant-01", 0, leg="bus", minutes=1)
    near = step("near", "sensor_spoofing", "temp-01", 2, src="implant-01", way="bus")
    far = step("far", "sensor_spoofing", "hall-01", 2, src="implant-01", way="bus")
    log = simulated(plug, near, far, minutes=4).log
    ends = {row["step"]: row["outcome"] for row in log.records("attack") if row["phase"] == "end"}
    assert (ends["near"], ends["far"]) == ("success", "failed")


def test_the_window_does_not_show() -> None:
    """Spoofed in the middle of a window of 1, 10 or 60 s, the whole log is the same."""
    steps = (PROBE, step("spoof", "sensor_spoofing", "temp-01", 2.371, manner="replay", minutes=1))
    assert len({simulated(*steps, minutes=5, window_s=window_s).log.digest() for window_s in (1, 10, 60)}) == 1
