"""The sensor: on a bus, without address, and so on no network."""

from __future__ import annotations

import numpy as np

from tests.tiny_hub import rows, run_to, world
from twin.devices.sensor import Spoof, spoof
from twin.net.translation import Tampering


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


def test_an_opened_sensor_says_what_it_is_told_until_it_is_put_right() -> None:
    """On its bus already: what the gateway reads is what it says, and it publishes that."""
    hub = world()
    sensor = hub.devices["sensor"]
    run_to(hub, 1)
    assert sensor.touch("temp-01", "tamper", Tampering("alter", offset=30.0)).ok
    run_to(hub, 2)
    assert rows(hub, "reading", sensor="temp-01")[-1]["value"] > 30
    sensor.recover("temp-01")
    run_to(hub, 3)
    assert rows(hub, "reading", sensor="temp-01")[-1]["value"] < 10
    assert not sensor.touch("temp-01", "tamper", "loudly").ok


def test_a_sensor_that_nobody_reads_cannot_lie_to_anybody() -> None:
    """There is no gateway of that name."""
    assert not spoof(world(), Spoof("temp-99", Tampering("drop")))
