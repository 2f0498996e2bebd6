"""Known holes: firmware older than its fix does as it is told, and newer firmware does not."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import say, site, world
from twin.attacks.base import Say, Take
from twin.attacks.known_hole import VERBS, KnownHole
from twin.devices.base import HOLE
from twin.net.protocols import PROTOCOLS


def test_one_request_opens_and_what_opens_is_held() -> None:
    """No password, no second try."""
    intents, outcome = performed(KnownHole(), foothold("ws-01", "camera-01"), always("delivered", "ok"))
    assert [intent.message.object for intent in intents if isinstance(intent, Say)] == [HOLE]
    assert intents[-1] == Take("camera-01")
    assert outcome == "success"


def test_a_hole_is_a_door_and_a_patch_closes_it() -> None:
    """The trait ``holes`` is the door; once its owners have patched it, the same request gets a no."""
    hub = world()
    assert say(hub, "ws-01", "printer-01", "http", "POST", object=HOLE).ok
    hub.devices["printer"].recover("printer-01")
    hub.devices["printer"].change_traits("printer-01", {"holes": 0.0})
    assert say(hub, "ws-01", "printer-01", "http", "POST", object=HOLE).status == "400"
    assert not hub.devices["printer"].sessions


def test_firmware_without_a_hole_says_no() -> None:
    """As every device whose site says nothing of holes."""
    hub = world(of=site(traits={"printer": {"holes": 0.0}}))
    assert say(hub, "ws-01", "printer-01", "http", "POST", object=HOLE).status == "400"


def test_inspection_lets_no_such_verb_pass() -> None:
    """Under zero trust the maintenance station may read a controller's settings, and POST is not reading."""
    hub = world("zero_trust", of=site(traits={"hvac_controller": {"holes": 3.0}}))
    assert say(hub, "maintenance-01", "hvac-01", "http", "POST", object=HOLE).fate == "denied"
    flat = world(of=site(traits={"hvac_controller": {"holes": 3.0}}))
    assert say(flat, "maintenance-01", "hvac-01", "http", "POST", object=HOLE).ok


@pytest.mark.parametrize("service", sorted(VERBS))
def test_each_service_has_the_verb_that_carries_it(service: str) -> None:
    """A request is said in a verb of its protocol."""
    assert VERBS[service] in PROTOCOLS[service].verbs
