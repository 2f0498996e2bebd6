"""Rules of breakdowns and recovery."""

from __future__ import annotations

from tests.plant.driving import NOBODY, Hub, trip
from twin.plant.robots import Cause, Hold, Stage
from twin.plant.spec import FleetSpec


def stopped_on_a_lane() -> Hub:
    """One robot under way, stopped by command after 20 s."""
    hub = Hub(people=NOBODY)
    hub.fleet.start_visit(0, trip(hub))
    hub.run(20)
    hub.fleet.hold(0, Hold.COMMANDED, Cause.CONTAINMENT)
    return hub


def test_a_held_robot_on_a_lane_makes_a_jam_after_half_a_minute() -> None:
    """Routes avoid its edge from then on, until it is gone."""
    hub = stopped_on_a_lane().run(70)
    assert hub.fleet.routes.blocked == hub.fleet.routes.edges_at(int(hub.fleet.robots.cell[0]))
    hub.fleet.release(0, Hold.COMMANDED)
    hub.run(90).close()
    assert hub.fleet.routes.blocked == frozenset()
    assert [row["cause"] for row in hub.incidents("jam")] == ["containment"]


def test_somebody_notices_takes_it_off_and_brings_it_back() -> None:
    """After six minutes it is off the floor, later it is idle in a bay, still stopped by command."""
    hub = stopped_on_a_lane().run(420)
    robots = hub.fleet.robots
    assert robots.stage[0] == Stage.OFF
    assert robots.cell[0] == robots.workshop[0]
    while robots.stage[0] == Stage.OFF:
        hub.run(hub.clock.now / 1e6 + 60)
    hub.close()
    assert robots.stage[0] == Stage.IDLE
    assert robots.cell[0] in hub.floor.bays
    assert robots.holds[0] == Hold.COMMANDED
    assert [row["robot"] for row in hub.incidents("recovered")] == ["amr-001"]


def test_robots_break_down_and_are_repaired_the_same_way_whatever_they_do() -> None:
    """Breakdowns depend on the seed alone."""
    spec = FleetSpec(mtbf_h=0.5)
    busy, idle = Hub(1.0, fleet=spec).open().run(3600), Hub(1.0, fleet=spec).run(3600)
    assert (busy.fleet.recovery._breakdowns == idle.fleet.recovery._breakdowns).all()
    assert 20 <= idle.fleet.recovery._breakdowns.sum() <= 65
    assert busy.fleet.fingerprint() == idle.fleet.fingerprint()
    assert Hub(seed=8).fleet.fingerprint() != Hub(seed=7).fleet.fingerprint()


def test_a_flat_battery_is_a_breakdown_with_a_fresh_battery_at_the_end() -> None:
    """Nobody stays without power."""
    hub = Hub(people=NOBODY)
    hub.fleet.batteries.stored_j[5] = 100.0
    hub.run(10)
    assert hub.fleet.robots.holds[5] & Hold.BROKEN
    hub.run(3600)
    assert not hub.fleet.robots.holds[5]
    assert hub.fleet.batteries.share[5] > 0.8


def test_an_emergency_stop_ends_by_hand_only() -> None:
    """Time alone does not restart a robot that stands beside the lanes."""
    hub = Hub(people=NOBODY)
    hub.fleet.hold(2, Hold.EMERGENCY)
    hub.run(3600)
    assert hub.fleet.robots.holds[2] == Hold.EMERGENCY
    hub.fleet.recover_by_hand(2)
    hub.run(7200)
    assert hub.fleet.robots.holds[2] == 0
