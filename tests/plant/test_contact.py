"""How hard a robot hits, and what a body bears."""

from __future__ import annotations

import pytest

from twin.plant.contact import CHEST, REGIONS, Region, contact_force_n, limit_speed_mps, region_hit, severity


def pressed_n(speed_mps: float, robot_kg: float, region: Region, step_s: float = 1e-6) -> float:
    """Peak force of two masses and a spring, by following them step by step (semi-implicit, no energy argument)."""
    robot_mps, person_mps, pressed_m, peak_n = speed_mps, 0.0, 0.0, 0.0
    while robot_mps > person_mps:
        force_n = region.stiffness_n_m * pressed_m
        robot_mps -= force_n / robot_kg * step_s
        person_mps += force_n / region.mass_kg * step_s
        pressed_m += (robot_mps - person_mps) * step_s
        peak_n = max(peak_n, force_n)
    return peak_n


def test_a_heavy_robot_on_a_chest() -> None:
    """500 kg at 1 and 2 m/s, and the speed that 280 N allows."""
    assert contact_force_n(1.0, 500.0) == pytest.approx(962.3, abs=0.05)
    assert contact_force_n(2.0, 500.0) == pytest.approx(1924.5, abs=0.05)
    assert limit_speed_mps(500.0) == pytest.approx(0.2910, abs=5e-5)


@pytest.mark.parametrize("name", REGIONS)
def test_the_force_is_that_of_two_masses_and_a_spring(name: str) -> None:
    """The closed form equals the motion itself, for every part of the body."""
    region = REGIONS[name]
    assert contact_force_n(0.7, 375.0, region) == pytest.approx(pressed_n(0.7, 375.0, region), rel=1e-3)


@pytest.mark.parametrize(("name", "limit_n"), [("chest", 280), ("abdomen", 220), ("back", 420)])
def test_the_trunk_bears_twice_the_quasi_static_limit_for_a_moment(name: str, limit_n: float) -> None:
    """Transient limits as printed."""
    assert REGIONS[name].limit_n == limit_n == 2 * REGIONS[name].quasi_static_n


@pytest.mark.parametrize("name", ["face", "skull"])
def test_the_head_has_no_allowance_for_a_moment(name: str) -> None:
    """What it does not bear at rest it does not bear at all."""
    assert REGIONS[name].limit_n == REGIONS[name].quasi_static_n


def test_severity_is_one_at_the_limit_and_grows_with_speed_and_load() -> None:
    """Twice the speed is twice the force; a load makes it worse; no mass makes it endless."""
    assert severity(limit_speed_mps(150.0), 150.0) == pytest.approx(1.0)
    assert severity(1.0, 375.0) == pytest.approx(2 * severity(0.5, 375.0))
    assert severity(1.0, 150.0) < severity(1.0, 375.0) < severity(1.0, 1e9) < severity(1.0, 375.0) * 1.1


def test_of_what_stands_in_front_the_chest_is_most_critical() -> None:
    """Chest before abdomen; the back is hit of those who walk away."""
    assert severity(1.0, 375.0, CHEST) > severity(1.0, 375.0, REGIONS["abdomen"])
    assert (region_hit(away_from_robot=False), region_hit(away_from_robot=True)) == ("chest", "back")
