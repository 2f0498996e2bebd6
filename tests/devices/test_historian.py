"""The historian: what it does not receive was never recorded."""

from __future__ import annotations

import pytest

from tests.tiny_hub import block, give_back, rows, run_to, say, world


@pytest.mark.parametrize("end", ["historian-01", "gateway-01"])
def test_a_reading_is_kept_only_if_both_sessions_stand(end: str) -> None:
    """The gateway's to the broker, and the historian's own; the gap is exactly as long as the block."""
    hub = world()
    hub.clock.run_until(125_000_000)
    token = block(hub, end, "broker-ot", "mqtt")
    hub.clock.run_until(245_000_000)
    give_back(hub, token)
    run_to(hub, 6)
    times = [row["time"] for row in rows(hub, "reading", sensor="temp-01")]
    assert not [time_us for time_us in times if 125_000_000 <= time_us < 245_000_000]
    assert len([time_us for time_us in times if time_us < 125_000_000]) in (12, 13)
    after = [row for row in rows(hub, "reading", sensor="temp-01") if row["sampled"] >= 245_000_000]
    assert len(after) in (11, 12)


def test_whoever_is_logged_in_drops_the_table_and_a_backup_has_it() -> None:
    """A statement of a stranger is refused; after the recovery readings are written down again."""
    hub = world()
    run_to(hub, 1)
    historian = hub.device_of("historian-01")
    assert say(hub, "ws-01", "historian-01", "sql", "DROP", object="readings").status == "42501"
    key = hub.device_of("ws-01").touch("ws-01", "read_logons").payload
    assert say(hub, "ws-01", "historian-01", "sql", "login", secret=key).ok
    assert say(hub, "ws-01", "historian-01", "sql", "DROP", object="readings").ok
    run_to(hub, 3)
    historian.recover("historian-01")
    run_to(hub, 5)
    minutes = {row["time"] // 60_000_000 for row in rows(hub, "reading")}
    assert minutes & {1, 2} == set()
    assert {0, 4} <= minutes


def test_a_blind_historian_leaves_controllers_seeing() -> None:
    """They have sessions of their own: the room is still controlled, and no alarm is raised."""
    hub = world()
    block(hub, "historian-01", "broker-ot", "mqtt")
    run_to(hub, 30)
    assert rows(hub, "reading") == []
    assert rows(hub, "alarm") == []
    assert {row["cooling_kw"] > 0 for row in rows(hub, "room", room="chill-1")} == {True, False}
