"""A site's plant without its network: robots, people and orders with the simplest dispatcher, and its rooms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from twin.lab.loader import load_site
from twin.plant.rooms import Rooms
from twin.plant.spec import PlantSpec

if TYPE_CHECKING:
    from tests.plant.driving import Hub

MEAN_DAY = (1.0,) * 24
WARM_S = 900
"""Seconds before the clock starts: robots are under way."""


def plant_of(site: str) -> PlantSpec:
    """The plant of a site, at the mean demand of its day."""
    plant = load_site(site).plant
    return plant.model_copy(update={"orders": plant.orders.model_copy(update={"day_profile": MEAN_DAY})})


def warm_hub(plant: PlantSpec, hours: float) -> Hub:
    """A hub that has been open for :data:`WARM_S`, with demand for *hours* more."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.plant.driving import Hub

    span_h = hours + WARM_S / 3600
    hub = Hub(span_h, floor=plant.floor, fleet=plant.fleet, orders=plant.orders, people=plant.people, seed=2)
    Rooms(plant, 2, hub.clock, hub.log).start()
    return hub.open().run(WARM_S)
