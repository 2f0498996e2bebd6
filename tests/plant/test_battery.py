"""Rules of batteries."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plant.driving import Hub
from twin.plant.battery import GRAVITY_MPS2, Batteries
from twin.plant.spec import FleetSpec


def test_rolling_at_constant_speed_costs_what_the_formula_says() -> None:
    """P = mu m g v / eta + idle: one second at 1.2 m/s with 375 kg."""
    batteries = Batteries(FleetSpec(), 1)
    speed = np.array([1.2])
    batteries.drive(np.array([375.0]), speed, speed, speed)
    batteries.book(1.0)
    assert batteries.used_j[0] == pytest.approx(60.0 + 0.018 * 375.0 * GRAVITY_MPS2 * 1.2 / 0.7, rel=1e-12)


def test_speeding_up_costs_kinetic_energy_and_braking_gives_nothing_back() -> None:
    """From standstill to 1.5 m/s and to a stand again: m v^2 / (2 eta), once."""
    batteries = Batteries(FleetSpec(idle_w=0), 1)
    mass, fast, still = np.array([150.0]), np.array([1.5]), np.array([0.0])
    batteries.drive(mass, still, fast, still)
    batteries.drive(mass, fast, still, still)
    batteries.book(1.0)
    assert batteries.used_j[0] == pytest.approx(150.0 * 1.5 * 1.5 / 2 / 0.7, rel=1e-12)


def test_a_charger_gives_its_power_until_the_battery_is_full() -> None:
    """One hour at 1 C fills an empty battery, and no more goes in."""
    batteries = Batteries(FleetSpec(idle_w=0), 2)
    batteries.stored_j[:] = 0.0
    batteries.plug(0, on=True)
    batteries.book(1800.0)
    assert batteries.share.tolist() == pytest.approx([0.5, 0.0])
    batteries.book(3600.0)
    assert batteries.share[0] == 1.0
    assert batteries.flat().tolist() == [1]
    batteries.swap(1)
    assert batteries.share[1] == pytest.approx(0.9)


def test_what_was_supplied_less_what_was_used_is_stored() -> None:
    """V34: the balance of a whole run holds to 1e-9, charging included."""
    hub = Hub(1.0, fleet=FleetSpec(battery_kwh=0.15)).open().run(3600).close()
    (row,) = hub.log.records("energy")
    assert row["supplied_kwh"] > 0
    assert row["supplied_kwh"] - row["used_kwh"] == pytest.approx(row["stored_kwh"], rel=1e-9, abs=1e-9)


def test_robots_charge_before_they_are_empty() -> None:
    """Low robots go to a charger by themselves; nobody runs flat."""
    hub = Hub(1.0, fleet=FleetSpec(battery_kwh=0.15)).open().run(3600)
    assert hub.fleet.batteries.share.min() > 0.05
    assert hub.spent_min(3) > 10
