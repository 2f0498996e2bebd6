"""Limit a rate."""

from __future__ import annotations

import pytest

from tests.measures import apply
from tests.tiny_hub import rows, run_to, say, site, story, world
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.lab.build import build, start
from twin.lab.scenario import Choice
from twin.net.segmentation import ANY, Limit
from twin.responses.rate_limit import RateLimit


def test_what_somebody_opens_beyond_the_bucket_is_contained() -> None:
    """A burst of a token passes; then one message every other second, whoever the others are."""
    hub = world()
    run_to(hub, 1)
    undo = apply(hub, "rate_limit", "ws-01", messages_per_s=2.0, bytes_per_s=1e6, burst_s=2.0)
    fates = [say(hub, "ws-01", "nvr-01", "http", "GET").fate for _ in range(8)]
    assert fates == sorted(fates, key=["delivered", "contained"].index)
    assert 1 <= fates.count("delivered") <= 4
    assert say(hub, "ws-02", "nvr-01", "http", "GET").fate == "delivered"
    undo()
    assert say(hub, "ws-01", "nvr-01", "http", "GET").fate == "delivered"


def test_what_repeats_by_itself_passes_as_far_as_it_fits() -> None:
    """A robot speaks twice in four seconds and more: a limit of a tenth a second lets little of it pass, evenly."""
    hub = world()
    run_to(hub, 2)
    undo = apply(hub, "rate_limit", "amr-001", messages_per_s=0.1, bytes_per_s=1e6)
    run_to(hub, 12)
    undo()
    run_to(hub, 22)
    seen = rows(hub, "flow", src="amr-001", service="mqtt")
    passed = [row["time"] // 60_000_000 for row in seen if row["action"] == "allow"]
    limited = {row["rule"] for row in seen if row["action"] == "deny"}
    assert limited == {"response:limit:amr-001>*:*"}
    spans = (range(2), range(2, 12), range(12, 22))
    before, during, after = (sum(minute in span for minute in passed) for span in spans)
    assert 55 <= before <= 65
    assert 0 < during <= 65
    assert 290 <= after <= 310
    hub.traffic.finish(hub.clock.now_us)
    hub.log.seal(hub.clock.now_us + 1)
    (need,) = rows(hub, "need", src="amr-001", service="mqtt")
    assert (need["contained"] > 200, need["denied"]) == (True, 0)


def test_a_robot_whose_states_are_refused_is_lost_and_found_again() -> None:
    """The broker hears too little of it: its last will is published, and it comes back with the end of the limit."""
    hub = world()
    run_to(hub, 2)
    undo = apply(hub, "rate_limit", "amr-001", messages_per_s=0.001, bytes_per_s=1e6)
    run_to(hub, 10)
    assert [row["source"] for row in rows(hub, "alarm", alarm="robot_lost")] == ["amr-001"]
    undo()
    run_to(hub, 12)
    assert [row["event"] for row in rows(hub, "session", client="amr-001")] == ["keep_alive_expired", "connected"]


def test_windows_change_nothing() -> None:
    """What passes is decided by numbers and times, not by who looks when."""
    told = []
    for window_s in (1, 10, 60):
        hub = world(window_s=window_s)
        hub.clock.run_until(95_000_000)
        apply(hub, "rate_limit", "gateway-01", messages_per_s=0.1)
        run_to(hub, 8)
        told.append([(row["time"], row["action"], row["rule"]) for row in rows(hub, "flow", src="gateway-01")])
    told = [sorted(each) for each in told]
    assert told[0] == told[1] == told[2]
    assert "deny" in {action for _, action, _ in told[0]}


def test_the_policys_lower_limit_stays() -> None:
    """A response makes nothing looser; where the policy allows less, that counts."""
    hub = world()
    limits = hub.traffic.limits
    token = limits.put(Limit("ws-01", ANY, ANY, 5.0, 1e6))
    tighter = limits.put(Limit("ws-01", ANY, ANY, 0.5, 1e6))
    assert [limit.messages_per_s for limit in limits.state()] == [5.0, 0.5]
    assert sum(say(hub, "ws-01", "nvr-01", "http", "GET").fate == "delivered" for _ in range(20)) <= 6
    limits.lift(tighter)
    assert limits.state() == (Limit("ws-01", ANY, ANY, 5.0, 1e6),)
    limits.lift(token)
    with pytest.raises(KeyError):
        limits.lift(token)


def test_it_holds_under_a_policy_that_only_monitors() -> None:
    """Nobody enforces the policy yet; somebody asked for this."""
    policy = Choice(kind="zones", parameters={"monitor": True})
    made = build(site(), story(), policy, 1, 30 * MINUTE_US, Log())
    start(made)
    made.world.clock.run_until(60_000_000)
    apply(made.world, "rate_limit", "ws-01", messages_per_s=0.001, bytes_per_s=1e6, burst_s=1.0)
    fates = [say(made.world, "ws-01", "wms-01", "https", "GET").fate for _ in range(5)]
    assert fates[-1] == "contained"


@pytest.mark.parametrize(("target", "words"), [("amr-1", "did you mean"), ("temp-01", "no address of its own")])
def test_what_sends_nothing_itself_is_refused(target: str, words: str) -> None:
    """Unknown, or behind a gateway."""
    assert words in str(RateLimit().refusal(world(), target))
