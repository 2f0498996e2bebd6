"""What is odd about a site is said once, at the key to change; a sound site has nothing odd."""

from __future__ import annotations

from typing import Any

import pytest

from twin.lab.describe.advice import advice
from twin.lab.describe.capacity import Capacity
from twin.lab.find import scenario_names
from twin.lab.loader import load_site
from twin.lab.scenario import DeviceGroup, Site
from twin.plant.spec import FleetSpec, FloorSpec, OrdersSpec, PlantSpec, RoomSpec, ServerRoomSpec

CALM: dict[str, Any] = {
    "floor": FloorSpec(replenish_stations=0),
    "fleet": FleetSpec(count=20),
    "orders": OrdersSpec(per_hour=60),
}


def odd(devices: tuple[DeviceGroup, ...] = (DeviceGroup(kind="hvac_controller"),), **changes: Any) -> list[str]:
    """The keys about which something is odd."""
    site = Site(format=1, name="s", title="S", plant=PlantSpec(**{**CALM, **changes}), devices=devices)
    return [one.about for one in advice(site, Capacity(site.plant))]


def test_a_calm_hub_has_nothing_odd() -> None:
    """The base that the others differ from."""
    assert odd(rooms=(RoomSpec(name="a"),), server_room=ServerRoomSpec()) == []


@pytest.mark.parametrize(
    ("about", "changes"),
    [
        ("plant.fleet.count", {"fleet": FleetSpec(count=2), "floor": FloorSpec(chargers=1)}),
        (
            "plant.floor.pick_stations",
            {"orders": OrdersSpec(per_hour=400), "fleet": FleetSpec(count=90), "floor": FloorSpec(chargers=20)},
        ),
        ("plant.floor.chargers", {"floor": FloorSpec(chargers=0)}),
        ("plant.floor.chargers", {"floor": FloorSpec(chargers=25)}),
        ("plant.rooms[0].cooling_kw", {"rooms": (RoomSpec(name="a", cooling_kw=1),)}),
        ("plant.rooms[0].cooling_kw", {"rooms": (RoomSpec(name="a", cooling_kw=3.5),)}),
        ("plant.server_room.cooling_kw", {"server_room": ServerRoomSpec(cooling_kw=5)}),
        ("plant.server_room.volume_m3", {"server_room": ServerRoomSpec(volume_m3=2, rack_kg=20, racks=1)}),
        ("devices", {"rooms": (RoomSpec(name="a"),), "devices": ()}),
    ],
)
def test_each_oddity_is_said_at_the_key_to_change(about: str, changes: dict[str, Any]) -> None:
    """And nothing else is."""
    assert odd(**changes) == [about]


def test_more_demand_than_robots_can_carry_is_a_word_and_no_refusal() -> None:
    """Such a hub is one that people may want to see."""
    site = Site(format=1, name="s", title="S", plant=PlantSpec(**{**CALM, "orders": OrdersSpec(per_hour=5000)}))
    words = [one.words for one in advice(site, Capacity(site.plant))]
    assert sum("orders pile up for ever" in line for line in words) == 2


@pytest.mark.parametrize("site", scenario_names("site"))
def test_the_lab_s_own_sites_have_nothing_odd(site: str) -> None:
    """What comes with the lab is sized, but for the pick stations of the large hub: the reference hub has 90."""
    loaded = load_site(site)
    odd = {"plant.floor.pick_stations"} if site == "large" else set()
    assert {each.about for each in advice(loaded, Capacity(loaded.plant))} == odd
