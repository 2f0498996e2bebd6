"""Rotate a key."""

from __future__ import annotations

import pytest

from tests.measures import apply
from tests.tiny_hub import rows, run_to, say, world
from twin.devices.world import World
from twin.responses.rotate_key import RotateKey, keyed


def key_in(hub: World, asset: str) -> str:
    """The key that lies in an asset."""
    return str(hub.device_of(asset).touch(asset, "read_key").payload)


def opens(hub: World, key: str, asset: str) -> bool:
    """Whether *key* lets somebody in."""
    return say(hub, "ws-01", asset, "ssh", "login", secret=key).ok


def test_a_stolen_key_opens_nothing_that_has_another() -> None:
    """One asset alone: the others still open."""
    hub = world()
    stolen = key_in(hub, "amr-001")
    assert opens(hub, stolen, "amr-002")
    undo = apply(hub, "rotate_key", "amr-002", down_s=0)
    assert not opens(hub, stolen, "amr-002")
    assert opens(hub, stolen, "amr-003")
    assert ("ws-01", "amr-002") not in hub.device_of("amr-002").sessions
    undo()
    assert opens(hub, stolen, "amr-002")


@pytest.mark.parametrize(("scope", "again"), [("device", False), ("shared", True)])
def test_a_new_key_for_all_is_as_easy_to_steal(scope: str, again: bool) -> None:
    """Whoever still holds one device reads it there; a key for each device opens that one alone."""
    hub = world()
    old = key_in(hub, "amr-001")
    apply(hub, "rotate_key", "robofleet", scope=scope, down_s=0)
    assert not opens(hub, old, "amr-002")
    assert opens(hub, key_in(hub, "amr-001"), "amr-002") is again


def test_every_device_is_away_for_a_minute_and_comes_back_by_itself() -> None:
    """All robots lose their manager at once: their needs count as contained; afterwards the keys stay changed."""
    hub = world()
    run_to(hub, 3)
    old = key_in(hub, "amr-001")
    apply(hub, "rotate_key", "robofleet", down_s=60)
    assert all(hub.network.held_off(asset) for asset in ("amr-001", "amr-002", "amr-003"))
    run_to(hub, 6)
    assert not any(hub.network.held_off(asset) for asset in ("amr-001", "amr-002", "amr-003"))
    assert key_in(hub, "amr-001") != old
    hub.traffic.finish(hub.clock.now_us)
    hub.log.seal(hub.clock.now_us + 1)
    assert all(row["contained"] > 20 for row in rows(hub, "need", service="mqtt") if row["src"].startswith("amr"))


def test_taken_back_while_it_lasts_everybody_is_there_at_once() -> None:
    """And the timer that would have ended it does nothing."""
    hub = world()
    before = hub.network.state()
    undo = apply(hub, "rotate_key", "climatix", down_s=60)
    undo()
    assert hub.network.state() == before
    run_to(hub, 5)
    assert hub.network.state() == before


def test_two_changes_are_taken_back_in_any_order() -> None:
    """The later one counts as long as it is in force."""
    hub = world()
    old = key_in(hub, "amr-001")
    first = apply(hub, "rotate_key", "robofleet", down_s=0)
    second = apply(hub, "rotate_key", "amr-001", down_s=0)
    last = key_in(hub, "amr-001")
    first()
    assert key_in(hub, "amr-001") == last
    second()
    assert key_in(hub, "amr-001") == old


def test_a_maker_has_devices_of_several_kinds() -> None:
    """One number for all of them, so that a key for all is one."""
    hub = world()
    assert keyed(hub, "climatix") == ["hvac-01", *[each for each in keyed(hub, "climatix") if each != "hvac-01"]]
    apply(hub, "rotate_key", "fieldlink", scope="shared", down_s=0)
    assert len({key_in(hub, asset) for asset in keyed(hub, "fieldlink")}) == 1


@pytest.mark.parametrize(
    ("target", "words"), [("amr-1", "did you mean"), ("ws-01", "no service key"), ("deskline", "no service key")]
)
def test_what_has_no_key_is_refused(target: str, words: str) -> None:
    """Unknown, or a maker who put none in."""
    assert words in str(RotateKey().refusal(world(), target))
