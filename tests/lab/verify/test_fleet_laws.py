"""V34."""

from __future__ import annotations

import pytest

from tests.lab.verify.held import findings
from twin.lab.verify.fleet_laws import Watcher, heat_residual
from twin.lab.verify.hall import Hall
from twin.plant.spec import FleetSpec, FloorSpec, PeopleSpec
from twin.plant.thermal import ThermalNetwork


def test_a_run_loses_nothing() -> None:
    """Half an hour with another fleet and more people; robots charge in it."""
    found = {each.quantity: each for each in findings("V34", hours=0.5, robots=12, walkers=8)}
    assert found["orders done and open, of those that came in"].expected > 50
    assert found["energy used, against the work that was seen"].measured > 0.1


def hall() -> Hall:
    """Two robots."""
    return Hall(FloorSpec(), FleetSpec(count=2), PeopleSpec(walkers=0), 1)


def test_the_watcher_sees_bodies_that_overlap_and_places_that_are_shared() -> None:
    """Two robots put into one place by hand."""
    floor = hall()
    watcher, robots = Watcher(floor), floor.fleet.robots
    robots.cell[1] = robots.cell[0]
    robots.x_m[1], robots.y_m[1] = robots.x_m[0] + 0.5, robots.y_m[0]
    watcher.look()
    assert (watcher.overlaps, watcher.shared, watcher.swaps) == (1, 1, 0)


def test_the_watcher_sees_a_swap() -> None:
    """Each is where the other was."""
    floor = hall()
    watcher, robots = Watcher(floor), floor.fleet.robots
    robots.cell[0], robots.cell[1] = robots.cell[1], robots.cell[0]
    watcher.look()
    assert (watcher.overlaps, watcher.shared, watcher.swaps) == (0, 0, 1)


def test_a_network_that_loses_heat_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """One part in a million of each step is enough."""
    move = ThermalNetwork.move

    def leaky(network: ThermalNetwork, *arguments: object) -> object:
        moved = move(network, *arguments)  # type: ignore[arg-type]
        return moved._replace(change_k=moved.change_k * (1.0 - 1e-6))

    assert heat_residual(1) < 1e-12
    monkeypatch.setattr(ThermalNetwork, "move", leaky)
    assert heat_residual(1) > 1e-9
