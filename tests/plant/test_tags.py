"""Tags: who believes a person to be near, and what follows for robots and people."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plant.driving import Hub
from twin.plant.spec import PeopleSpec
from twin.plant.tags import Tags, TagShift

EAST = np.array([[0.0], [0.0], [1.0], [0.0]])
"""One robot in the origin that looks east."""


@pytest.mark.parametrize(
    ("person", "shift", "believes"),
    [
        ((4.0, 0.0), (0.0, 0.0), True),
        ((4.0, 0.0), (200.0, 0.0), False),
        ((104.0, 0.0), (-100.0, 0.0), True),
        ((6.0, 0.0), (0.0, 0.0), False),
        ((-1.9, 0.0), (0.0, 0.0), True),
        ((-2.1, 0.0), (0.0, 0.0), False),
        ((1.0, 2.9), (0.0, 0.2), False),
    ],
)
def test_a_robot_believes_the_tag(person: tuple[float, float], shift: tuple[float, float], believes: bool) -> None:
    """Five metres ahead, two behind, three to each side of where the tag is said to be."""
    near = Tags().near(TagShift(*shift), EAST, np.array([[person[0]], [person[1]]]))
    assert bool(len(near)) is believes


def test_everywhere_is_beside_every_robot() -> None:
    """Also where nobody walks."""
    assert Tags().near(TagShift(everywhere=True), np.zeros((4, 3)), np.zeros((2, 0))).tolist() == [0, 1, 2]


def _crowd(shift: TagShift | None, walkers: int = 30) -> Hub:
    hub = Hub(0.5, people=PeopleSpec(walkers=walkers, pause_s=5), seed=7).open()
    hub.fleet.safety.tags.shift = shift
    return hub.run(1800).close()


def test_robots_that_believe_people_elsewhere_come_near_them_and_touch_nobody() -> None:
    """The protective field is their own, and enough."""
    honest, astray = _crowd(None), _crowd(TagShift(1_000.0))
    assert len(astray.incidents("near_miss")) > len(honest.incidents("near_miss"))
    assert not astray.incidents("contact")


def test_robots_that_believe_somebody_beside_them_creep() -> None:
    """All of them, all the time: less gets done, and nobody is there."""
    honest, crowded = _crowd(None, walkers=0), _crowd(TagShift(everywhere=True), walkers=0)
    assert crowded.book.done < 0.7 * honest.book.done
