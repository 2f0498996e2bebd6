"""Switching off: nothing is said, nobody answers, and it comes back as it was."""

from __future__ import annotations

import pytest

from tests.measures import state
from tests.tiny_hub import rows, run_to, say, world
from twin.responses.parts.off import cut, switch_off


def test_what_is_cut_is_not_there_and_that_is_put_down_to_containment() -> None:
    """Unanswered, not denied: no enforcement point refuses anything; its needs count as contained."""
    hub = world()
    back = []
    hub.change(lambda: back.append(cut(hub, ["camera-01"], "test")))
    assert say(hub, "ws-01", "camera-01", "http", "GET").fate == "unanswered"
    assert hub.network.held_off("camera-01")
    run_to(hub, 30)
    hub.change(back[0])
    assert not hub.network.held_off("camera-01")
    assert say(hub, "ws-01", "camera-01", "http", "GET").fate == "delivered"
    hub.traffic.finish(hub.clock.now_us)
    hub.log.seal(hub.clock.now_us + 1)
    needs = rows(hub, "need", src="camera-01")
    assert sum(row["contained"] for row in needs) > 0
    assert sum(row["denied"] for row in needs) == 0
    assert [row for row in rows(hub, "flow", src="camera-01") if row["action"] == "deny"] == []


def test_putting_back_twice_is_putting_back() -> None:
    """A timer and a person may both do it."""
    hub = world()
    before = state(hub)
    back = cut(hub, ["camera-01", "amr-001"], "test")
    back()
    back()
    assert state(hub) == before


@pytest.mark.parametrize("asset", ["amr-001", "hvac-01", "gateway-01", "doors-01", "fleet-manager"])
def test_power_comes_back_with_the_network(asset: str) -> None:
    """A robot drives on, a controller controls."""
    hub = world()
    before = state(hub)
    on = switch_off(hub, asset, "test")
    assert state(hub) != before
    on()
    assert state(hub) == before


def test_a_gateway_without_power_reads_nothing_and_keeps_nothing() -> None:
    """When it is back, no sample of the time between is told after the event."""
    hub = world()
    on = []
    run_to(hub, 2)
    hub.change(lambda: on.append(switch_off(hub, "gateway-01", "test")))
    run_to(hub, 5)
    hub.change(on[0])
    run_to(hub, 8)
    sampled = {row["sampled"] // 60_000_000 for row in rows(hub, "reading", room="chill-1")}
    assert sampled == {0, 1, 5, 6, 7}
