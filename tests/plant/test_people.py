"""Rules of people."""

from __future__ import annotations

import numpy as np

from tests.plant.driving import Hub
from twin.core.log import Log
from twin.plant.floor import Floor
from twin.plant.people import People
from twin.plant.spec import FloorSpec, PeopleSpec

FLOOR = Floor(FloorSpec())


def crowd(seed: int = 1, walkers: int = 12) -> People:
    """Walkers on the small floor."""
    return People(PeopleSpec(walkers=walkers), FLOOR, seed, Log())


def test_people_never_walk_faster_than_they_can() -> None:
    """Between two half seconds nobody moves more than 0.6 m, and in the field all keep to cross aisles."""
    people = crowd()
    people.move_to(0)
    for half_second in range(1, 2400):
        x, y = people.x_m.copy(), people.y_m.copy()
        people.move_to(half_second * 500_000)
        assert (np.abs(people.x_m - x) + np.abs(people.y_m - y) <= 0.6 + 1e-5).all()
        assert np.isin(people.y_m[people.inside], FLOOR.cross_y).all()
    assert people._walk.min() >= 3


def test_where_people_are_does_not_depend_on_how_often_they_are_asked() -> None:
    """One long step and many short ones end at the same place."""
    often, once = crowd(), crowd()
    for second in range(1000):
        often.move_to(second * 1_000_000)
    once.move_to(999_000_000)
    assert (often.x_m == once.x_m).all()
    assert (often.y_m == once.y_m).all()


def test_walks_depend_on_the_seed_alone() -> None:
    """Not on robots: two hubs with different demand have the same people."""
    assert crowd().fingerprint() == crowd().fingerprint() != crowd(2).fingerprint()
    busy, quiet = Hub().open().run(300), Hub().run(300)
    assert (busy.people.x_m == quiet.people.x_m).all()


def test_a_floor_without_people_works() -> None:
    """Nobody moves, and nothing is written."""
    nobody = crowd(walkers=0)
    nobody.move_to(10)
    nobody.sample(10)
    assert nobody.fingerprint() == 0


def test_who_crosses_is_where_everybody_is() -> None:
    """One by one and as arrays: the same people, at the same places to the last bit, for a quarter of an hour."""
    people, seen = crowd(), 0
    for half_second in range(1800):
        people.move_to(half_second * 500_000)
        found = people.crossing_m()
        x, y = people.position_m
        assert found == [(walker, x[walker], y[walker]) for walker in people.crossing.tolist()]
        seen += len(found)
    assert seen > 1800
