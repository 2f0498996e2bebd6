"""Stop the fleet."""

from __future__ import annotations

from tests.measures import apply
from tests.tiny_hub import rows, run_to, world
from twin.plant.robots import Hold


def test_every_robot_stands_where_its_braking_ends_and_nobody_is_towed_away() -> None:
    """Within the time that braking takes, within the way that it takes, for as long as it lasts; then all go on."""
    one = world()
    run_to(one, 3)
    robots = one.plant.fleet.robots
    before = robots.x_m.copy(), robots.y_m.copy()
    top_mps, rate = robots.spec.speed_empty_mps, robots.spec.braking_mps2
    assert robots.speed_mps.max() > 0.0
    undo = apply(one, "stop_fleet", "amr")
    one.clock.run_until(one.clock.now_us + round((top_mps / rate + 1.0) * 1_000_000))
    assert robots.speed_mps.tolist() == [0.0] * 3
    moved_m = abs(robots.x_m - before[0]) + abs(robots.y_m - before[1])
    assert moved_m.max() <= top_mps * top_mps / (2 * rate) + top_mps
    place = robots.x_m.tolist(), robots.y_m.tolist()
    run_to(one, 25)
    assert (robots.x_m.tolist(), robots.y_m.tolist()) == place
    assert rows(one, "incident", incident="jam") == []
    undo()
    run_to(one, 35)
    assert (robots.x_m.tolist(), robots.y_m.tolist()) != place
    assert robots.holds.tolist() == [0] * 3


def test_it_brakes_as_at_a_goal_unless_somebody_is_in_the_way() -> None:
    """The service brake alone; the protective stop beside it brakes harder."""
    one = world()
    robots = one.plant.fleet.robots
    apply(one, "stop_fleet", "amr")
    assert robots.brake_mps2[0] == robots.spec.braking_mps2
    robots.protect([0])
    assert robots.brake_mps2[0] == robots.spec.emergency_mps2


def test_a_robot_that_was_stopped_alone_stays_so() -> None:
    """Letting the fleet go leaves the stop of one, and the other way round."""
    one = world()
    fleet, alone = apply(one, "stop_fleet", "amr"), apply(one, "stop_robot", "amr-002")
    fleet()
    assert one.plant.fleet.robots.holds.tolist() == [0, Hold.CONTAINED, 0]
    again = apply(one, "stop_fleet", "amr")
    alone()
    assert one.plant.fleet.robots.holds.tolist() == [Hold.HALTED] * 3
    again()
    assert one.plant.fleet.robots.holds.tolist() == [0] * 3
