"""A fleet without a network."""

from __future__ import annotations

from twin.core.units import HOUR_US
from twin.lab.verify.hall import EVEN_DAY, Hall
from twin.plant.spec import FleetSpec, FloorSpec, OrdersSpec, PeopleSpec


def test_orders_that_come_in_are_served() -> None:
    """An hour of the small hub: what came in is done but for the last few."""
    hall = Hall(FloorSpec(), FleetSpec(), PeopleSpec(walkers=0), 2)
    book = hall.open(OrdersSpec(per_hour=150, day_profile=EVEN_DAY), 1.0)
    hall.run_until(HOUR_US)
    assert book.entered == book.done + book.open
    assert book.done > 0.85 * book.entered
    assert hall.served >= book.done
