"""Slow the fleet."""

from __future__ import annotations

import pytest

from tests.measures import apply, hub
from tests.tiny_hub import rows, run_to, world
from twin.plant.motion import TICK_US
from twin.plant.robots import ACTIVITIES


def test_nobody_drives_faster_than_the_share_and_afterwards_everybody_may() -> None:
    """Poses of every half second; speeds fall at the rate of braking, so a moment is left for that."""
    one = world()
    run_to(one, 2)
    undo = apply(one, "slow_fleet", "amr", speed_share=0.5)
    robots, fastest = one.plant.fleet.robots, 0.0
    one.clock.run_until(one.clock.now_us + 5_000_000)
    for _ in range(300):
        one.clock.run_until(one.clock.now_us + 500_000)
        fastest = max(fastest, float(robots.speed_mps.max()))
    assert 0.3 < fastest <= robots.spec.speed_empty_mps / 2
    undo()
    for _ in range(300):
        one.clock.run_until(one.clock.now_us + 500_000)
        fastest = max(fastest, float(robots.speed_mps.max()))
    assert fastest > robots.spec.speed_empty_mps / 2


@pytest.mark.parametrize("share", [0.25, 0.5, 1.0])
def test_the_time_that_is_lost_is_containments(share: float) -> None:
    """Of the time in which a robot drives (turns are as quick as ever) what is left over; robot time still adds up."""
    one = world()
    apply(one, "slow_fleet", "amr", speed_share=share)
    run_to(one, 20)
    book = one.plant.fleet.timebook
    spent = book.spent_us.sum(axis=1).tolist()
    lost, moving = spent[ACTIVITIES.index("lost_containment")], spent[ACTIVITIES.index("moving")]
    assert sum(spent) == 3 * one.plant.fleet.tick * TICK_US
    assert (lost == 0) == (share == 1.0)
    if lost:
        assert 0.5 * (1 - share) < lost / (lost + moving) <= 1 - share


def test_orders_that_were_carried_slowly_say_so() -> None:
    """The delay of an order has the part that the measure cost."""
    one = hub()
    apply(one, "slow_fleet", "amr", speed_share=0.3)
    run_to(one, 25)
    assert sum(row["containment_us"] for row in rows(one, "order_out")) > 0
    assert sum(row["attack_us"] for row in rows(one, "order_out")) >= 0
