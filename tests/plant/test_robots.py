"""Rules of the arrays of robots."""

from __future__ import annotations

import numpy as np
import pytest

from twin.plant.floor import Floor
from twin.plant.robots import CHARGING, MOVING, STATES, Cause, Hold, Robots, Stage
from twin.plant.spec import FleetSpec, FloorSpec


@pytest.fixture
def robots() -> Robots:
    """Four robots on the small floor."""
    return Robots(Floor(FloorSpec()), FleetSpec(), ["a", "b", "c", "d"])


def test_robots_start_spread_over_bays_each_with_its_own(robots: Robots) -> None:
    """Every robot has reserved the bay it stands in."""
    assert len(set(robots.cell.tolist())) == 4
    assert (robots.claim[robots.cell] == np.arange(4)).all()


def test_a_stage_brings_load_speed_activity_and_state(robots: Robots) -> None:
    """With a pod a robot is heavier and slower."""
    robots.enter(1, Stage.TO_STATION)
    assert robots.mass_kg[1] == 375.0
    assert robots.top_mps[1] == robots.limit_mps[1] == 1.2
    assert robots.activity[1] == MOVING
    robots.enter(1, Stage.CHARGING)
    assert (robots.mass_kg[1], robots.activity[1]) == (150.0, CHARGING)


def test_holds_add_up_and_the_worst_cause_counts(robots: Robots) -> None:
    """A robot is held until its last hold ends; an attack outweighs a containment."""
    assert robots.hold(2, Hold.COMMANDED, Cause.CONTAINMENT)
    assert robots.hold(2, Hold.STUCK, Cause.ATTACK)
    assert not robots.hold(2, Hold.STUCK, Cause.ATTACK)
    assert (robots.held, robots.blamed, int(robots.cause[2])) == (1, 1, Cause.ATTACK)
    assert STATES[robots.state[2]] == "stopped"
    assert robots.release(2, Hold.STUCK)
    assert robots.cause[2] == Cause.CONTAINMENT
    assert robots.release(2, Hold.COMMANDED)
    assert not robots.release(2, Hold.COMMANDED)
    assert (robots.held, robots.blamed, STATES[robots.state[2]]) == (0, 0, "idle")


def test_protective_holds_are_set_for_exactly_the_robots_named(robots: Robots) -> None:
    """Only those that change are reported, and the hold has no cause."""
    assert robots.protect(np.array([True, False, True, False])).tolist() == [0, 2]
    assert robots.protect(np.array([False, False, True, True])).tolist() == [0, 3]
    assert robots.halts_at_once(np.arange(4)).tolist() == [0, 0, 8, 8]
    assert robots.blamed == 0


def test_a_robot_carried_by_hand_leaves_no_reservation_behind(robots: Robots) -> None:
    """Standing somewhere else frees the place it stood at."""
    old = int(robots.cell[3])
    robots.stand_at(3, int(robots.workshop[3]))
    assert robots.claim[old] == -1
    assert robots.claim[robots.workshop[3]] == 3


def test_a_floor_too_small_for_its_robots_is_refused() -> None:
    """There must be two bays a robot."""
    with pytest.raises(ValueError, match="40 robots need 80 bays"):
        Robots(Floor(FloorSpec(width_m=12, height_m=12, cross_every_m=4)), FleetSpec(), ["r"] * 40)
