"""Rules of the free way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plant.driving import NOBODY, Hub, trip
from twin.plant.freeway import stretch_ticks
from twin.plant.robots import Stage
from twin.plant.spec import FleetSpec


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_robot_alone_on_the_floor_takes_the_time_of_the_free_way(start: int, goal: int) -> None:
    """From bay to bay, to the half second: the way costs one step less where its first place is granted at once."""
    hub = Hub(people=NOBODY, fleet=FleetSpec(count=1, mtbf_h=100_000))
    fleet, bays = hub.fleet, hub.floor.bays
    here, there = int(bays[start % len(bays)]), int(bays[goal % len(bays)])
    if here == there:
        return
    fleet.robots.stand_at(0, here)
    fleet.visits.holder[here] = 0
    hub.run(0.6)
    expected_us = fleet.visits._freeway.time_us(here, there, loaded=False)
    fleet.visits.go(0, there, Stage.PARKING)
    while fleet.robots.stage[0] == Stage.PARKING:
        hub.run(hub.clock.now_us / 1e6 + 0.5)
    assert (fleet.tick * 500_000) - 500_000 == expected_us


def test_a_visit_of_a_robot_alone_has_no_congestion() -> None:
    """To the pod empty, to the station loaded: all of both ways is travel."""
    for bay in range(0, 580, 37):
        hub = Hub(people=NOBODY, fleet=FleetSpec(count=1, mtbf_h=100_000))
        visit = trip(hub, bay)
        hub.fleet.start_visit(0, visit)
        hub.run(400)
        assert visit.served
        assignment, travel, congestion, station, service, charging, attack, containment = visit.delays.spent_us
        assert travel > 0
        assert (assignment, congestion, station, charging, attack, containment) == (0, 0, 0, 0, 0, 0)
        assert service == 13_000_000


@pytest.mark.parametrize(("metres", "top_mps"), [(10, 1.5), (50, 1.5), (50, 1.2), (100, 1.2)])
def test_a_stretch_takes_the_time_of_the_trapezoid(metres: int, top_mps: float) -> None:
    """Speeding up, cruising and braking at their rates, to within two steps."""
    spec = FleetSpec()
    trapezoid_s = metres / top_mps + top_mps / (2 * spec.acceleration_mps2) + top_mps / (2 * spec.braking_mps2)
    assert stretch_ticks(spec, metres, 1.0, top_mps) * 0.5 == pytest.approx(trapezoid_s, abs=1.0)
