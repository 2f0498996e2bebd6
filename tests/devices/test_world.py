"""The world: one place for changes, one for messages."""

from __future__ import annotations

from tests.tiny_hub import rows, run_to, say, world


def test_a_change_settles_first_then_acts_then_tells() -> None:
    """What was due before now is decided under the old state; whoever derives from rules derives anew."""
    hub = world()
    hub.on_change.clear()
    hub.clock.run_until(90_500_000)
    told: list[str] = []
    hub.on_change.append(lambda: told.append("told"))
    hub.change(lambda: told.append(f"acted at {min(each.at_us for each in hub.traffic.channels)}"))
    assert told == ["acted at 90500000", "told"]


def test_every_asset_knows_its_group() -> None:
    """One object stands for all devices of a kind."""
    hub = world()
    assert all(asset.name in hub.device_of(asset.name).number for asset in hub.inventory.assets)
    assert hub.device_of("amr-001") is hub.device_of("amr-003")


def test_a_message_is_answered_by_its_receiver_and_seen_by_the_tap() -> None:
    """One flow row about question and answer."""
    hub = world()
    run_to(hub, 1)
    assert say(hub, "ws-01", "dns-01", "dns", "A", object="nowhere.invalid").status == "NXDOMAIN"
    hub.log.seal(hub.clock.now_us + 1)
    seen = rows(hub, "flow", time=60_000_000, src="ws-01", object="nowhere.invalid")
    assert [(row["verb"], row["status"], row["state"], row["tap"]) for row in seen] == [("A", "NXDOMAIN", "SF", "core")]
