"""Rules of safety."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plant.driving import Hub
from twin.plant.robots import Stage
from twin.plant.safety import contact_force_n, limit_speed_mps, stopping_distance_m
from twin.plant.spec import PeopleSpec

CROWD = PeopleSpec(walkers=30, pause_s=5)


@pytest.mark.parametrize(
    ("speed", "braking", "reaction", "expected"), [(2, 1, 0.3, 2.6), (1.5, 1, 0.2, 1.425), (1.5, 0.5, 0.1, 2.4)]
)
def test_stopping_distance(speed: float, braking: float, reaction: float, expected: float) -> None:
    """Verification case V13."""
    assert float(stopping_distance_m(speed, braking, reaction)) == pytest.approx(expected, rel=1e-9)


def test_contact_force_of_a_heavy_robot_on_a_chest() -> None:
    """Verification case V16: 500 kg at 1 and 2 m/s, and the speed that 280 N allows."""
    assert contact_force_n(1.0, 500.0) == pytest.approx(962.3, abs=0.05)
    assert contact_force_n(2.0, 500.0) == pytest.approx(1924.5, abs=0.05)
    assert limit_speed_mps(500.0) == pytest.approx(0.2910, abs=5e-5)


def test_robots_stop_for_people_and_nobody_is_touched() -> None:
    """In a crowd there are protective stops, hardly a near miss, and no contact while the fields work."""
    hub = Hub(0.5, people=CROWD).open().run(1800).close()
    assert len(hub.incidents("protective_stop")) > 50
    assert len(hub.incidents("near_miss")) <= 5
    assert not hub.incidents("contact")


def test_a_robot_drives_on_when_its_field_is_clear() -> None:
    """Protective stops end by themselves: orders are served all the same."""
    hub = Hub(0.5, people=CROWD).open().run(1800)
    assert hub.book.done > 30


def test_only_a_muted_field_lets_a_robot_touch_somebody() -> None:
    """With all fields defeated people are touched, and an attack is the cause."""
    hub = Hub(0.5, people=CROWD).open()
    for robot in range(20):
        hub.fleet.mute_field(robot)
    hub.run(1800).close()
    contacts = hub.incidents("contact")
    assert contacts
    assert {row["cause"] for row in contacts} == {"attack"}
    assert max(float(str(row["severity"])) for row in contacts) > 0.15


def test_people_slow_robots_down_only_while_they_are_near() -> None:
    """After the walk the speed limit is that of the load again."""
    hub = Hub(0.2, people=PeopleSpec(walkers=6, pause_s=1)).open().run(600)
    robots = hub.fleet.robots
    far = np.ones(robots.count, dtype=np.bool_)
    far[hub.fleet.safety.slow] = False
    assert (robots.limit_mps[far] == robots.top_mps[far]).all()
    assert set(robots.top_mps[robots.stage == Stage.TO_POD].tolist()) <= {1.5}
