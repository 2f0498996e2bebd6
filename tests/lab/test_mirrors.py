"""Turning a mirror port off: from where, for how long, and what is left of what a tap saw."""

from __future__ import annotations

import pytest

from tests.tiny_hub import run_to, simulated, step, world
from twin.attacks.base import MirrorOff
from twin.core.units import MINUTE_US
from twin.lab.mirrors import turn_mirror_off


@pytest.mark.parametrize(
    ("src", "at", "status"),
    [("maintenance-01", "core", "ok"), ("maintenance-01", "sw-nowhere", "404"), ("camera-01", "core", "401")],
)
def test_only_a_station_of_the_engineers_reaches_a_mirror_port_that_is_there(src: str, at: str, status: str) -> None:
    """Anybody else is refused, and nothing changes."""
    hub = world()
    assert turn_mirror_off(hub, MirrorOff(src, at, 60)).status == status
    assert hub.network.paths.taps.listens("core") == (status != "ok")


def test_it_is_on_again_when_its_time_is_over() -> None:
    """To the second; rows and the tap's own report show the hole."""
    hub = world()
    run_to(hub, 2)
    turn_mirror_off(hub, MirrorOff("maintenance-01", "core", 180))
    run_to(hub, 8)
    minutes = {row["time"] // MINUTE_US for row in hub.log.records("flow") if row["tap"] == "core"}
    assert minutes == {0, 1, 5, 6, 7}


def test_a_held_station_blinds_the_core_and_only_its_health_tells() -> None:
    """The truth book knows why; the observed book has silence for as long."""
    log = simulated(
        step("hold", "service_port", "maintenance-01", 1, way="phishing"),
        step("blind", "mirror_off", "maintenance-01", 5, minutes=10),
        minutes=20,
    ).log
    silent = [
        row["time"] // MINUTE_US for row in log.records("tap_health") if row["tap"] == "core" and not row["offered"]
    ]
    assert silent == list(range(6, 16))
    phases = [(row["phase"], row["outcome"]) for row in log.records("attack") if row["step"] == "blind"]
    assert phases == [("start", ""), ("effect_start", ""), ("effect_end", ""), ("end", "success")]
