"""Rules of the arrays of robots."""

from __future__ import annotations

import numpy as np
import pytest

from twin.plant.floor import Floor
from twin.plant.robots import CHARGING, MOVING, STATES, Cause, Hold, Robots, Stage, real_numbers, whole_numbers
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
    assert robots.protect([0, 2]) == [0, 2]
    assert robots.protect([3, 2]) == [0, 3]
    assert robots.holds.tolist() == [0, 0, Hold.PROTECTIVE, Hold.PROTECTIVE]
    assert robots.blamed == 0


def test_what_a_robot_may_do_at_speed_follows_from_its_holds(robots: Robots) -> None:
    """Under way it may drive at its limit; held it must stop at the cell's end; for a person it brakes at once."""
    robots.after[1], robots.want[1], robots.halt[1] = 5, 6, False
    robots.limit(1, 1.1)
    assert (robots.cap_mps[1], robots.aim[1]) == (1.1, 6)
    robots.hold(1, Hold.COMMANDED, Cause.NONE)
    assert (robots.cap_mps[1], robots.aim[1]) == (1.1, robots.nowhere)
    robots.protect([1])
    assert robots.cap_mps[1] == 0.0
    robots.protect([])
    robots.release(1, Hold.COMMANDED)
    assert (robots.cap_mps[1], robots.aim[1]) == (1.1, 6)


def test_single_numbers_are_views_of_the_same_memory(robots: Robots) -> None:
    """What one robot writes, the array reads."""
    whole_numbers(robots.stage)[1], real_numbers(robots.prog_m)[2] = 7, 0.25
    assert (robots.stage[1], robots.prog_m[2]) == (7, 0.25)


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
