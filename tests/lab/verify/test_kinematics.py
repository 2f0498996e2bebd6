"""V13 to V15."""

from __future__ import annotations

import pytest

from tests.lab.verify.held import findings
from twin.lab.verify.kinematics import trapezoid_s, way_speeding_up_m


def test_stopping_distances_are_those_in_print() -> None:
    """2.600, 1.425 and 2.400 m; each robot stops within its own."""
    found = findings("V13")
    assert [each.expected for each in found[::2]] == pytest.approx([2.6, 1.425, 2.4])
    assert all(0.0 < each.measured <= each.expected for each in found)


@pytest.mark.parametrize(
    ("name", "printed"), [("V14", [2.8284, 5.6569, 9.6667, 36.3333]), ("V15", [2.0, 4.1667, 34.8333])]
)
def test_travel_times_are_those_in_print(name: str, printed: list[float]) -> None:
    """And a robot on a lane keeps to them as well as its steps allow."""
    times = [found.expected for found in findings(name) if found.quantity.startswith("time")]
    assert times == pytest.approx(printed, abs=5e-5)


@pytest.mark.parametrize(("speed", "acceleration"), [(1.0, 0.25), (2.0, 1.0), (1.3, 0.7), (0.5, 2.0)])
def test_other_robots_keep_to_their_profile_too(speed: float, acceleration: float) -> None:
    """Also where top speed is no whole number of steps away."""
    findings("V14", speed_mps=speed, acceleration_mps2=acceleration)
    findings("V13", speed_1_mps=speed, braking_1_mps2=acceleration, reaction_1_s=0.0)


def test_the_profile_adds_up() -> None:
    """Half way in half the time; a way that only just reaches top speed fits both forms."""
    assert way_speeding_up_m(trapezoid_s(10.0, 1.5, 0.5) / 2.0, 1.5, 0.5) == pytest.approx(5.0)
    assert trapezoid_s(4.5, 1.5, 0.5) == pytest.approx(6.0)
