"""The flood: each held device sends, for a while, to one target."""

from __future__ import annotations

import pytest

from tests.intents import foothold, performed
from twin.attacks.base import Flood as Pours
from twin.attacks.flood import Flood


def test_it_pours_from_the_device_itself_for_as_long_as_it_was_told() -> None:
    """How long it has an effect, whoever sends it cannot know."""
    attack = Flood(target="broker-robots", port=8883, mbps=20, minutes=3)
    intents, outcome = performed(attack, foothold("coffee-01", "camera-07"), lambda _: 180)
    assert intents == [Pours("camera-07", "broker-robots", 8883, 20.0, 180.0)]
    assert outcome == "success"


@pytest.mark.parametrize(("arrived", "outcome"), [(0, "failed"), (1, "success")])
def test_it_got_what_it_wanted_if_anything_arrived(arrived: int, outcome: str) -> None:
    """Whether the target suffered, the attacker sees there."""
    assert performed(Flood(), foothold("camera-01", "camera-01"), lambda _: arrived)[1] == outcome
