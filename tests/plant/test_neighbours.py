"""Who is near whom: two ways, one answer."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twin.core.elementary import Floats
from twin.plant.neighbours import each_with_each, near_pairs, sweep

PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=30)


def places(halves: list[tuple[int, int]]) -> Floats:
    """Places on a grid of half metres, shape (2, n), so that distances of exactly five metres occur."""
    return np.array(halves, dtype=np.float64).reshape(-1, 2).T.copy() / 2.0


@given(robots=PLACES, people=PLACES)
def test_both_ways_find_the_pairs_that_the_definition_names(
    robots: list[tuple[int, int]], people: list[tuple[int, int]]
) -> None:
    """At most five metres apart in both directions, five included; nobody is near where nobody is."""
    one, other = places(robots), places(people)
    wanted = {
        (robot, person)
        for robot in range(len(robots))
        for person in range(len(people))
        if abs(one[0, robot] - other[0, person]) <= 5 and abs(one[1, robot] - other[1, person]) <= 5
    }
    for way in (each_with_each, sweep, near_pairs):
        robot, person = way(one, other, 5.0)
        assert len(robot) == len(wanted)
        assert set(zip(robot.tolist(), person.tolist(), strict=True)) == wanted
        assert (np.diff(person) >= 0).all()


def test_a_large_floor_is_swept_with_the_same_answer() -> None:
    """A thousand robots and a hundred people, where pairs are not formed each with each."""
    chance = np.random.default_rng(3)
    robots, people = (np.stack([chance.uniform(0, 200, n), chance.uniform(0, 140, n)]) for n in (1000, 100))
    swept, formed = (set(zip(*map(np.ndarray.tolist, way(robots, people, 5.0)), strict=True))
                     for way in (near_pairs, each_with_each))  # fmt: skip
    assert swept == formed
    assert len(swept) > 100
