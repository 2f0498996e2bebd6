"""Stop a robot."""

from __future__ import annotations

import pytest

from tests.lab.worlds import built
from tests.worlds import Robots, small_world
from twin.devices.amr import Amr
from twin.plant.robots import Cause, Hold
from twin.responses.stop_robot import Stoppable, StopRobot


def test_it_is_halted_as_containment_and_released_by_undo() -> None:
    """The price is booked to containment, not to the attack."""
    world = small_world()
    undo = StopRobot().apply(world, "amr-001")
    robots = world.device_of("amr-001")
    assert isinstance(robots, Robots)
    assert robots.halted == {("amr-001", "containment")}
    undo()
    assert robots.halted == set()


@pytest.mark.parametrize(("target", "words"), [("amr-1", "did you mean amr-001"), ("dc-01", "only robots")])
def test_what_does_not_drive_is_refused(target: str, words: str) -> None:
    """Unknown, or no robot."""
    assert words in str(StopRobot().refusal(small_world(), target))


def test_applying_it_to_something_else_is_a_programmers_mistake() -> None:
    """The session asks for a refusal first."""
    with pytest.raises(TypeError, match="cannot be stopped"):
        StopRobot().apply(small_world(), "dc-01")


def test_the_robots_of_the_lab_can_be_stopped() -> None:
    """The real device group offers what the response needs."""
    assert isinstance(Amr(()), Stoppable)


def test_undoing_it_leaves_an_attackers_stop_in_place() -> None:
    """At the real fleet: a stop that was there before is there afterwards, with its cause, whatever the order."""
    made = built()
    robots = made.world.device_of("amr-001")
    assert isinstance(robots, Amr)
    fleet = made.world.plant.fleet.robots
    robots.halt("amr-001", "attack")
    before = fleet.holds.tolist(), fleet.cause.tolist()
    undo = StopRobot().apply(made.world, "amr-001")
    assert fleet.holds[0] == Hold.COMMANDED | Hold.CONTAINED
    undo()
    assert (fleet.holds.tolist(), fleet.cause.tolist()) == before
    assert (fleet.holds[0], fleet.cause[0]) == (Hold.COMMANDED, Cause.ATTACK)
