"""Anchor spoof: tags go where nobody is, and robots believe them."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import simulated, site, step, world
from twin.attacks.anchor_spoof import AnchorSpoof
from twin.attacks.base import Touch
from twin.plant.tags import TagShift


@pytest.mark.parametrize(("way", "shift"), [("away", TagShift(200.0, 0.0)), ("everywhere", TagShift(everywhere=True))])
def test_anchors_are_led_astray_and_let_go(way: str, shift: TagShift) -> None:
    """What they are made to say, and at the end nothing."""
    attack = AnchorSpoof.model_validate({"way": way})
    intents, result = performed(attack, foothold("", "ap-1"), always("delivered", "ok"))
    assert [intent.payload for intent in intents if isinstance(intent, Touch)] == [shift, None]
    assert result == "success"


def test_robots_believe_tags_for_as_long_as_it_lasts() -> None:
    """From the third minute to the fifth."""
    told = step("astray", "anchor_spoof", "access-point-01", 3, minutes=2)
    during, after = (simulated(told, minutes=minutes).built.world.plant.fleet.safety.tags for minutes in (4, 6))
    assert during.shift == TagShift(200.0, 0.0)
    assert after.shift is None


def test_encrypted_ranges_cannot_be_forged() -> None:
    """Refused, and tags stay where they are; to clean an anchor is no help against radio, to let it go is."""
    secure = world(of=site(traits={"access_point": {"secure_ranging": True}}))
    assert secure.devices["access_point"].touch("access-point-01", "misrange", TagShift(9.0)).status == "ignored"
    assert secure.plant.fleet.safety.tags.shift is None
    hub = world()
    assert hub.devices["access_point"].touch("access-point-01", "misrange", TagShift(9.0)).ok
    hub.change(lambda: hub.devices["access_point"].recover("access-point-01"))
    assert hub.plant.fleet.safety.tags.shift == TagShift(9.0)
    assert hub.devices["access_point"].touch("access-point-01", "misrange").ok
    assert hub.plant.fleet.safety.tags.shift is None
