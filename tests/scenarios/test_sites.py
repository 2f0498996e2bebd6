"""The sites that come with the lab."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from twin.devices import DEVICES
from twin.lab.find import find, scenario_names
from twin.lab.loader import load_site
from twin.lab.naming import asset_names, device_groups
from twin.lab.scenario import Links, PriceList
from twin.net.inventory import FUNCTIONS
from twin.plant.spec import (
    FleetSpec,
    FloorSpec,
    OrdersSpec,
    PeopleSpec,
    PlantSpec,
    RoomSpec,
    SensorSpec,
    ServerRoomSpec,
    SetbackSpec,
    WallSpec,
)

SOURCE = re.compile(r"\[[^\[\]]+\]")


def count(site: str, kind: str) -> int:
    """Assets of one kind."""
    return sum(group.count for group in device_groups(load_site(site)) if group.kind == kind)


@pytest.mark.parametrize(
    ("site", "kind", "assets"),
    [
        ("small", "amr", 20),
        ("small", "sensor", 60),
        ("small", "gateway", 3),
        ("small", "camera", 10),
        ("small", "hvac_controller", 6),
        ("small", "access_point", 6),
        ("standard", "amr", 200),
        ("standard", "sensor", 600),
        ("standard", "gateway", 15),
        ("standard", "camera", 80),
        ("standard", "hvac_controller", 40),
        ("standard", "access_point", 40),
        ("large", "amr", 1000),
        ("large", "sensor", 3000),
        ("large", "gateway", 60),
        ("large", "camera", 300),
        ("large", "hvac_controller", 150),
        ("large", "access_point", 150),
    ],
)
def test_sites_have_the_counts_of_the_reference_hub(site: str, kind: str, assets: int) -> None:
    """Counts are the hub's, so that figures can be compared."""
    assert count(site, kind) == assets


def test_the_standard_hub_has_about_a_thousand_devices() -> None:
    """The size that speed is measured at."""
    assert 950 <= len(asset_names(load_site("standard"))) <= 1100


@pytest.mark.parametrize(
    ("site", "stations", "chargers", "orders", "racks"),
    [("small", (3, 2), 4, 200, 2), ("standard", (32, 8), 30, 2000, 4), ("large", (90, 40), 130, 9000, 10)],
)
def test_plants_have_the_sizes_of_the_reference_hub(
    site: str, stations: tuple[int, int], chargers: int, orders: float, racks: int
) -> None:
    """The standard hub has more pick stations than the reference, one to a block of pods; all else is the hub's."""
    plant = load_site(site).plant
    assert (plant.floor.pick_stations, plant.floor.replenish_stations) == stations
    assert (plant.floor.chargers, plant.orders.per_hour) == (chargers, orders)
    assert plant.server_room is not None
    assert plant.server_room.racks == racks


def test_the_large_hub_has_six_chill_rooms_three_freezers_and_two_pharmaceutical_stores() -> None:
    """With masses from 200 to 800 t."""
    rooms = load_site("large").plant.rooms
    assert Counter(room.name.rpartition("-")[0] for room in rooms) == {"chill": 6, "freezer": 3, "pharma": 2}
    assert all(200 <= room.product_t <= 800 for room in rooms)


@pytest.mark.parametrize("site", scenario_names("site"))
def test_every_number_of_a_site_says_where_it_comes_from(site: str) -> None:
    """A line that sets a number has its source in brackets; a device may have it in the comment above its group."""
    plant, _, devices = find("site", site).read_text(encoding="utf-8").partition("\nplant:")[2].partition("\ndevices:")
    assert _bare(plant, grouped=False) + _bare(devices, grouped=True) == []


def test_a_number_without_a_source_is_found() -> None:
    """Also one whose comment names no source, and a device below a comment that names none."""
    assert _bare("  count: 20\n  lift_s: 3  # quick\n  turn_s: 1  # slow [judgement]", grouped=False) == [
        "  count: 20",
        "  lift_s: 3  # quick",
    ]
    text = "  # Cameras [hub].\n  - {kind: camera, count: 3}\n  # Others.\n  - {kind: nvr, count: 2}\n  - {kind: wms}"
    assert _bare(text, grouped=True) == ["  - {kind: nvr, count: 2}"]


def _bare(text: str, *, grouped: bool) -> list[str]:
    """Lines that set a number without a source; names and titles are no numbers."""
    bare, above, below_value = [], "", True
    for line in text.splitlines():
        value, _, comment = line.partition("#")
        if not value.strip():
            above, below_value = (comment if below_value else above + comment), False
            continue
        below_value = True
        number = re.search(r"\d", re.sub(r"(name|title): [^,}]*|[a-z][a-z-]*-\d+", "", value))
        if number and not SOURCE.search(comment) and not (grouped and SOURCE.search(above)):
            bare.append(line)
    return bare


def _defaults(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Every number that a part of a site may leave out, with its description."""
    for name, field in model.model_fields.items():
        if isinstance(field.default, int | float) and not isinstance(field.default, bool):
            yield f"{model.__name__}.{name}", field.description or ""


@pytest.mark.parametrize(
    "part",
    [
        PlantSpec, FloorSpec, FleetSpec, OrdersSpec, PeopleSpec, RoomSpec, ServerRoomSpec, SensorSpec, WallSpec,
        SetbackSpec, Links, PriceList,
    ],
)  # fmt: skip
def test_every_default_says_where_it_comes_from(part: type[BaseModel]) -> None:
    """In brackets at the end of its description."""
    assert [name for name, words in _defaults(part) if not SOURCE.search(words)] == []


@pytest.mark.parametrize("site", scenario_names("site"))
def test_every_room_is_read_from_several_sides(site: str) -> None:
    """Temperatures hang on one gateway, doors and currents on others, so one blind gateway can be contradicted."""
    loaded = load_site(site)
    for room in loaded.plant.rooms:
        sensors = [group for group in loaded.devices if group.kind == "sensor" and group.room == room.name]
        warm = {group.gateway for group in sensors if group.measures == "temperature_c"}
        other = {group.gateway for group in sensors if group.measures != "temperature_c"}
        assert sum(group.count for group in sensors if group.measures == "temperature_c") >= 8
        assert not warm & other


@pytest.mark.parametrize("site", scenario_names("site"))
def test_every_function_of_assets_occurs(site: str) -> None:
    """A policy that groups by function meets each of them."""
    found = {group.function or DEVICES[group.kind].function for group in device_groups(load_site(site))}
    assert found == set(FUNCTIONS)
