"""Rooms' temperatures against their band."""

from __future__ import annotations

import pytest

from tests.watching import asset, batch, reading, watch
from twin.detectors.parts.register import Register
from twin.detectors.physics.rooms import RoomReports
from twin.detectors.physics.sensors import Finding


def judged(values: list[float]) -> list[tuple[int, Finding]]:
    """Findings by minute; the room's setpoint is 4 degC, its band 2 K, the allowance 2 K, the limit 40 K min."""
    seen = watch()
    reports = RoomReports(seen, Register(seen), 2.0, 40.0)
    found = []
    for minute, value in enumerate(values):
        rows = [reading(60 * minute + 5, "t-01", value), reading(60 * minute + 6, "t-02", value)]
        seen_batch = batch(seen, 60 * minute + 60, from_s=60 * minute, reading=rows)
        found += [(minute, each) for each in reports.judge(seen_batch)]
    return found


@pytest.mark.parametrize("value", [4.0, 6.9, 1.1])
def test_within_the_allowance_it_may_stay_for_ever(value: float) -> None:
    """Up to three kelvin from the setpoint nothing adds up."""
    assert judged([value] * 500) == []


@pytest.mark.parametrize("value", [9.0, -1.0], ids=["warm", "cold"])
def test_kelvin_minutes_add_up_on_both_sides(value: float) -> None:
    """Two kelvin beyond the allowance reach forty kelvin-minutes after twenty minutes."""
    minute, found = judged([value] * 25)[0]
    assert minute == 20
    assert (found.entity, found.technique, found.level) == ("hvac-01", "T0831", "medium")


def test_a_door_is_forgiven() -> None:
    """Ten minutes at five kelvin above, again and again, with time to recover."""
    assert judged(([9.0] * 10 + [4.0] * 20) * 10) == []


def test_without_a_controller_the_gateway_is_named() -> None:
    """Whom to accuse falls back on what reads the room."""
    assets = tuple(each for each in watch().inventory.assets if not each.name.startswith("hvac"))
    seen = watch(assets=(*assets, asset("zz", "office")))
    assert RoomReports(seen, Register(seen), 2.0, 40.0)._entity == ["gateway-01"]
