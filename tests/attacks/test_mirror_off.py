"""The mirror port: turned off from a station that may, and missed after a while."""

from __future__ import annotations

from tests.intents import Answer, foothold, performed
from twin.attacks import base
from twin.attacks.base import Effect, Intent, Seen, Wait
from twin.attacks.mirror_off import MirrorOff
from twin.net.message import Reply


def _only(station: str) -> Answer:
    def answer(intent: Intent) -> Seen:
        mine = isinstance(intent, base.MirrorOff) and intent.src == station
        return Reply("delivered", "ok" if mine else "401")

    return answer


def test_it_tries_each_station_until_one_may() -> None:
    """From there on the tap is off, for the time that nobody misses it."""
    attack = MirrorOff(tap="edge", minutes=5)
    intents, outcome = performed(attack, foothold("ws-01", "ws-01", "maintenance-01", "ws-02"), _only("maintenance-01"))
    assert intents == [
        base.MirrorOff("ws-01", "edge", 300.0),
        base.MirrorOff("maintenance-01", "edge", 300.0),
        Effect("maintenance-01", "effect_start"),
        Wait(300.0),
        Effect("maintenance-01", "effect_end"),
    ]
    assert outcome == "success"


def test_without_a_station_that_may_nothing_happens() -> None:
    """A camera has no business with a switch."""
    intents, outcome = performed(MirrorOff(), foothold("camera-01", "camera-01"), _only("maintenance-01"))
    assert len(intents) == 1
    assert outcome == "failed"
