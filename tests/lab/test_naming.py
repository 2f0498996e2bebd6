"""What assets are called."""

from __future__ import annotations

import pytest

from twin.lab.naming import asset_names, device_groups, members
from twin.lab.scenario import DeviceGroup, Site
from twin.plant.spec import FleetSpec, PlantSpec


@pytest.mark.parametrize(
    ("group", "first", "last"),
    [
        (DeviceGroup(kind="camera", count=10), "camera-01", "camera-10"),
        (DeviceGroup(kind="amr", count=20), "amr-001", "amr-020"),
        (DeviceGroup(kind="sensor", name="temp", count=120), "temp-001", "temp-120"),
        (DeviceGroup(kind="amr", count=1000), "amr-0001", "amr-1000"),
        (DeviceGroup(kind="coffee_machine"), "coffee-machine-01", "coffee-machine-01"),
        (DeviceGroup(kind="broker", name="broker-ot", numbered=False), "broker-ot", "broker-ot"),
    ],
)
def test_names_are_a_prefix_and_a_padded_number(group: DeviceGroup, first: str, last: str) -> None:
    """At least two digits, three for robots, as many as the count needs."""
    names = members(group)
    assert (names[0], names[-1], len(names)) == (first, last, group.count)
    assert len({len(name) for name in names}) == 1


def test_the_fleet_says_how_many_robots_there_are() -> None:
    """One number rules the floor and the network, listed or not."""
    plant = PlantSpec(fleet=FleetSpec(count=7))
    for devices in ((), (DeviceGroup(kind="amr", vendor="x"),)):
        site = Site(format=1, name="s", title="S", plant=plant, devices=devices)
        assert [group.count for group in device_groups(site)] == [7]
        assert list(asset_names(site)) == [f"amr-{n:03d}" for n in range(1, 8)]
