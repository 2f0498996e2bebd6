"""V16: the printed forces, and what follows when inputs change."""

from __future__ import annotations

import pytest

from tests.verifying import all_pass, found
from twin.lab.verify.contact import ContactForce, peak_force_n


def test_the_printed_forces_are_expected_and_met() -> None:
    """500 kg on a chest: 0.2910 m/s at 280 N, 962.3 N at 1 m/s, 1 924.5 N at 2 m/s."""
    findings = found(ContactForce())
    assert all_pass(findings)
    assert findings["limit speed"].expected == pytest.approx(0.2910, abs=5e-5)
    assert findings["force, slow"].expected == pytest.approx(962.3, abs=0.05)
    assert findings["force, fast"].expected == pytest.approx(1924.5, abs=0.05)


@pytest.mark.parametrize("robot_kg", [5.0, 150.0, 3000.0])
def test_other_robots_are_met_too(robot_kg: float) -> None:
    """The expectation follows the mass, and so does the plant."""
    assert all_pass(found(ContactForce(), robot_kg=robot_kg, fast_mps=0.4))


def test_equations_of_motion_need_no_energy_argument() -> None:
    """Two equal masses of 40 kg share 20 kg of reduced mass."""
    assert peak_force_n(1.0, 40.0) == pytest.approx((20.0 * 25_000.0) ** 0.5, rel=1e-8)
