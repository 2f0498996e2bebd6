"""A whole day of every site: no law of the model breaks, nobody stands for ever, and orders are served.

The small and the standard hub run in full, network and all. A day of the large hub in full takes half an hour, so only
its plant runs: robots, people, orders, stations and chargers, with the simplest dispatcher. Every run checks its own
laws (one robot a place, orders in = done + open, balances of heat and energy) and stops where one breaks, so that a day
that ends has kept them.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from tests.plant.driving import Hub
from twin import run
from twin.lab.loader import load_site

pytestmark = pytest.mark.nightly


@pytest.mark.parametrize("site", ["small", "standard"])
def test_a_quiet_day_of_a_hub_serves_its_orders(site: str) -> None:
    """At least 97 % of those that came in, with room temperatures within their limits all day."""
    day = run("quiet-day", site=site, posture="unwatched", hours=24)
    came = len(day.log.since("order_in")["time"])
    assert len(day.log.since("order_out")["time"]) >= 0.97 * came > 0
    assert day.metrics["contacts"].value == 0
    warm = day.log.since("room")
    for room in load_site(site).plant.rooms:
        product = warm["product_c"][warm["room"] == day.log.truth_names.find(room.name)]
        assert room.limit_low_c <= product.min() <= product.max() <= room.limit_high_c


@pytest.mark.parametrize("site", ["small", "standard", "large"])
def test_the_robots_of_a_hub_get_through_a_day(site: str) -> None:
    """Orders of the night's end are served, and in every half hour some are: no gridlock, however short."""
    plant = load_site(site).plant
    hub = Hub(24, floor=plant.floor, fleet=plant.fleet, orders=plant.orders, people=plant.people).open()
    done = []
    for half_hour in range(1, 49):
        hub.run(1800 * half_hour)
        done.append(hub.book.done)
    hub.close()
    assert all(later > earlier for earlier, later in pairwise(done))
    assert hub.book.done >= 0.97 * hub.book.entered
    assert Counter(row["incident"] for row in hub.log.records("incident"))["contact"] == 0
