"""The pace of robots: the slowest measure counts, and ending them in any order gives the full speed back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tiny_hub import world
from twin.plant.pace import Pace
from twin.plant.robots import Robots, Stage


def robots() -> Robots:
    """Three robots that nobody else slows."""
    return world().plant.fleet.robots


def test_the_slowest_of_several_measures_counts() -> None:
    """Half, then a third: a third; the third ended: half; both ended: the top speed."""
    fleet = robots()
    top_mps, pace = float(fleet.top_mps[0]), Pace(fleet)
    half = pace.slow([0, 1], 0.5)
    third = pace.slow([0], 0.25)
    assert fleet.top_mps[:2].tolist() == [top_mps / 4, top_mps / 2]
    pace.end(third)
    assert fleet.limit_mps[:2].tolist() == [top_mps / 2, top_mps / 2]
    pace.end(half)
    assert fleet.top_mps.tolist() == [top_mps] * 3
    assert fleet.slowed == 0


def test_a_new_stage_keeps_the_pace() -> None:
    """Loaded or not: the share is of the speed that the stage allows."""
    fleet = robots()
    Pace(fleet).slow([0], 0.5)
    fleet.enter(0, Stage.TO_STATION)
    assert fleet.top_mps[0] == fleet.limit_mps[0] == fleet.spec.speed_loaded_mps / 2


def test_a_robot_that_is_slow_for_people_is_not_hurried() -> None:
    """The lower limit stays, whatever the pace becomes."""
    fleet = robots()
    pace = Pace(fleet)
    fleet.limit(0, 0.1)
    pace.end(pace.slow([0], 0.5))
    assert fleet.limit_mps[0] == 0.1


@pytest.mark.parametrize("share", [0.0, -1.0, 1.5])
def test_what_is_no_share_is_refused(share: float) -> None:
    """Nobody drives at no speed, or faster than they can."""
    with pytest.raises(ValueError, match="no share"):
        Pace(robots()).slow([0], share)


def test_an_end_counts_once() -> None:
    """The second time there is nothing to end."""
    pace = Pace(robots())
    token = pace.slow([0], 0.5)
    pace.end(token)
    with pytest.raises(KeyError):
        pace.end(token)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    shares=st.lists(st.tuples(st.sets(st.integers(0, 2), min_size=1), st.floats(0.1, 1.0)), max_size=6),
    data=st.data(),
)
def test_ended_in_any_order_nothing_is_left(shares: list[tuple[set[int], float]], data: st.DataObject) -> None:
    """And in between nobody is faster than any measure in force allows."""
    fleet = robots()
    pace, before = Pace(fleet), fleet.top_mps.copy()
    force = {pace.slow(sorted(members), share): (members, share) for members, share in shares}
    for token in data.draw(st.permutations(sorted(force))):
        for members, share in force.values():
            assert all(fleet.top_mps[robot] <= before[robot] * share for robot in members)
        pace.end(token)
        del force[token]
    assert fleet.top_mps.tolist() == before.tolist()
