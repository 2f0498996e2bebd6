"""Rules of the time book."""

from __future__ import annotations

from tests.plant.driving import NOBODY, Hub
from twin.core.units import SECOND_US
from twin.plant.robots import DOWN, LOST_CONTAINMENT, WAITING, Cause, Hold


def test_every_robot_accounts_for_all_of_its_time() -> None:
    """Activities add up to the time that has passed, robot by robot."""
    hub = Hub(0.5).open().run(1800.25).close()
    assert set(hub.fleet.timebook.spent_us.sum(axis=0).tolist()) == {1800 * SECOND_US}
    assert hub.log.since("robot_time")["spent_us"].sum() == 20 * 1800 * SECOND_US


def test_a_stop_by_command_is_lost_to_containment_and_so_is_the_wait_behind_it() -> None:
    """Robots on the lanes that are stopped cost others time, blamed on the same cause."""
    hub = Hub(1.0, people=NOBODY).open().run(900)
    moving = [robot for robot in range(20) if hub.fleet.robots.after[robot] >= 0]
    for robot in moving:
        hub.fleet.hold(robot, Hold.COMMANDED, Cause.CONTAINMENT)
    hub.run(1200)
    lost = hub.fleet.timebook.spent_us[LOST_CONTAINMENT].copy()
    assert all(lost[robot] >= 295 * SECOND_US for robot in moving)
    lost[moving] = 0
    assert lost.sum() > 0


def test_losses_since_a_time_are_the_mean_of_the_fleet() -> None:
    """One of twenty robots held for 100 s is a mean loss of 5 s."""
    hub = Hub(people=NOBODY).run(10.25)
    hub.fleet.hold(0, Hold.COMMANDED, Cause.CONTAINMENT)
    hub.run(110.25)
    book = hub.fleet.timebook
    assert book.lost_us(Cause.CONTAINMENT, 0) == 5 * SECOND_US
    assert book.lost_us(Cause.CONTAINMENT, 60 * SECOND_US) == 2.5 * SECOND_US
    assert book.lost_us(Cause.ATTACK, 0) == 0


def test_a_robot_that_is_broken_or_off_the_floor_is_down() -> None:
    """A minute broken on the spot, then off the floor until it is back: none of it is waiting."""
    hub = Hub(people=NOBODY).run(10.25)
    hub.fleet.hold(0, Hold.BROKEN)
    hub.run(70.25)
    hub.fleet.recover_by_hand(0)
    hub.run(100.25)
    spent = hub.fleet.timebook.spent_us[:, 0]
    assert (spent[DOWN], spent[WAITING]) == (90 * SECOND_US, 0)
