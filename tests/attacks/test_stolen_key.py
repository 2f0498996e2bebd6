"""A stolen key: one for all opens all, one for each opens nothing else."""

from __future__ import annotations

import pytest

from tests.intents import foothold, in_turn, performed
from tests.tiny_hub import built, log_in, run_to, say, simulated, site, step, story, world
from twin.attacks.base import Say, Take, Touch
from twin.attacks.stolen_key import StolenKey
from twin.lab.scenario import Choice, Posture, ResponsePlan
from twin.lab.simulate import simulate
from twin.net.message import Reply

KEY = Reply("delivered", "ok", "key/maker")
OPEN = step("open", "service_port", "camera-01", 0, minutes=0.5)
SHOW = step("show", "stolen_key", ("camera-*", "nvr-*", "coffee-*", "ws-*"), 1, src="camera-01", every_min=0.5)


def test_it_shows_what_it_read() -> None:
    """The key of the device that one stands in, to everybody else, and it holds what opens."""
    replies = in_turn([KEY, Reply("delivered", "ok"), Reply("delivered", "401")])
    intents, result = performed(StolenKey(), foothold("camera-01", "camera-01", "camera-02", "nvr-01"), replies)
    assert intents[0] == Touch("camera-01", "read_key")
    assert {intent.message.secret for intent in intents if isinstance(intent, Say)} == {"key/maker"}
    assert len([intent for intent in intents if isinstance(intent, Take)]) == 1
    assert result == "success"


def test_a_device_without_a_key_gives_none() -> None:
    """There is nothing to show, and nobody is asked."""
    intents, result = performed(StolenKey(), foothold("ws-01", "ws-02"), in_turn([Reply("delivered", "nothing", "")]))
    assert (len(intents), result) == (1, "failed")


def test_it_stops_when_it_holds_enough() -> None:
    """The limit counts what was won."""
    targets = tuple(f"camera-{number:02d}" for number in range(2, 12))
    replies = in_turn([KEY, *[Reply("delivered", "ok")] * 10])
    intents, _ = performed(StolenKey(limit=3), foothold("camera-01", *targets), replies)
    assert len([intent for intent in intents if isinstance(intent, Take)]) == 3


def test_a_shared_key_opens_every_device_of_the_maker_and_nobody_else() -> None:
    """Cameras and recorder are of one maker; the factory password of all three was changed, which does not help."""
    log = simulated(OPEN, SHOW, minutes=5).log
    assert {row["asset"] for row in log.records("compromise")} == {"camera-01", "camera-02", "nvr-01"}
    hub = world()
    run_to(hub, 1)
    assert log_in(hub, "ws-01", "camera-02", "http").status == "401"


@pytest.mark.parametrize(("scope", "held"), [("shared", 3), ("device", 1)])
def test_the_scope_of_keys_decides(scope: str, held: int) -> None:
    """The same flat network: with a key of each device's own, the one that was read opens nothing else."""
    policy = Choice(kind="flat", parameters={"key_scope": scope})
    posture = Posture(format=1, name="test", title="Test", policy=policy, response=ResponsePlan(analysts=0))
    log = simulate(site(), story(OPEN, SHOW, hours=0.1), posture, 1).log
    assert len({row["asset"] for row in log.records("compromise")}) == held


def test_a_key_of_another_maker_opens_nothing() -> None:
    """What was read out of a camera is no robot's key."""
    hub = world()
    run_to(hub, 1)
    key = hub.device_of("camera-01").touch("camera-01", "read_key").payload
    assert say(hub, "ws-01", "nvr-01", "http", "login", secret=key).ok
    assert say(hub, "ws-01", "amr-001", "robot_api", "login", secret=key).status == "401"


def test_an_empty_secret_is_no_key() -> None:
    """A kind without a shared key has the empty word in its place, which opens nothing."""
    made = built()
    made.world.devices["coffee_machine"].start(made.world)
    assert say(made.world, "ws-01", "coffee-01", "http", "login", secret="").status == "401"
