"""The sites that come with the lab."""

from __future__ import annotations

import pytest

from twin.devices import DEVICES
from twin.lab.find import find, scenario_names
from twin.lab.loader import load_site
from twin.lab.naming import asset_names, device_groups
from twin.net.inventory import FUNCTIONS


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
        ("standard", "amr", 200),
        ("standard", "sensor", 600),
        ("standard", "gateway", 15),
        ("standard", "camera", 80),
        ("standard", "hvac_controller", 40),
    ],
)
def test_sites_have_the_counts_of_the_reference_hub(site: str, kind: str, assets: int) -> None:
    """Counts are the hub's, so that figures can be compared."""
    assert count(site, kind) == assets


def test_the_standard_hub_has_about_a_thousand_devices() -> None:
    """The size that speed is measured at."""
    assert 950 <= len(asset_names(load_site("standard"))) <= 1100


@pytest.mark.parametrize("site", scenario_names("site"))
def test_every_number_of_a_site_says_where_it_comes_from(site: str) -> None:
    """Each line of the plant that sets a number ends with its source, or is marked as a judgement."""
    plant = find("site", site).read_text(encoding="utf-8").split("\nplant:")[1].split("\ndevices:")[0]
    numbered = [
        line for line in plant.splitlines() if any(letter.isdigit() for letter in line.split("#")[0].partition(":")[2])
    ]
    assert numbered
    assert [line for line in numbered if "#" not in line and "name:" not in line and "title:" not in line] == []


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
