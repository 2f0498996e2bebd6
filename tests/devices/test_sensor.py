"""The sensor: on a bus, without address, and so on no network."""

from __future__ import annotations

import numpy as np

from tests.tiny_hub import rows, run_to, world


def test_a_sensor_has_no_address_and_no_flow() -> None:
    """What it says is said by its gateway."""
    hub = world("zero_trust")
    run_to(hub, 5)
    sensors = {asset.name for asset in hub.inventory.of_kind("sensor")}
    assert {asset.address for asset in hub.inventory.of_kind("sensor")} == {""}
    assert not {row["src"] for row in rows(hub, "flow")} & sensors
    assert not {row["dst"] for row in rows(hub, "flow")} & sensors
    assert {row["sensor"] for row in rows(hub, "reading")} == sensors


def test_readings_come_in_the_sensor_s_own_period() -> None:
    """As often as the site says, late by at most a fifth of it."""
    hub = world()
    run_to(hub, 20)
    times = np.array([row["time"] for row in rows(hub, "reading", sensor="hall-01")])
    assert (abs(np.diff(times) - 60_000_000) < 12_000_000).all()


def test_every_sensor_hangs_on_a_gateway() -> None:
    """Its trait names it, and the gateway reads exactly those."""
    hub = world()
    asked = {asset.name: str(asset.traits["gateway"]) for asset in hub.inventory.of_kind("sensor")}
    assert set(asked.values()) == {"gateway-01", "gateway-02"}
    assert {one.name for one in vars(hub.devices["gateway"])["sensors"]} == set(asked)
