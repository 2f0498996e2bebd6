"""Thermometers of a batch: one value a sensor, held for a while."""

from __future__ import annotations

import numpy as np
import pytest

from tests.builders import asset
from tests.watching import batch, hub, reading, sensor, watch
from twin.detectors.parts.register import Register
from twin.detectors.physics.groups import HELD_US, Thermometers, middle


def test_who_is_a_thermometer_and_behind_which_gateway() -> None:
    """Doors, and thermometers of no room, are none."""
    door = asset("door-01", "cold_chain", kind="sensor", area="chill-1", address="",
                 traits={"gateway": "gateway-02", "measures": "door_open"})  # fmt: skip
    seen = watch(assets=hub(sensor("t-09", "gateway-02", "chill-2"), sensor("t-10", "gateway-01", ""), door))
    there = Thermometers(seen, Register(seen))
    assert [each.name for each in there.assets] == ["t-01", "t-02", "t-03", "t-09"]
    assert ([there.rooms[n] for n in there.room], [there.gateways[n] for n in there.gateway]) == (
        ["chill-1"] * 3 + ["chill-2"],
        ["gateway-01"] * 3 + ["gateway-02"],
    )


def test_readings_of_a_batch_are_averaged_and_held_for_a_while() -> None:
    """Who has not spoken keeps its value for two and a half minutes, then it is unknown."""
    seen = watch()
    there = Thermometers(seen, Register(seen))
    rows = [
        reading(1, "t-01", 4.0),
        reading(2, "t-01", 5.0),
        reading(3, "t-02", 3.0),
        reading(4, "t-01", 9.0, quantity="x"),
    ]
    spoke = there.take(batch(seen, 10, reading=rows))
    now_us = 10_000_000
    assert spoke.tolist() == [True, True, False]
    assert there.values(now_us)[:2].tolist() == [4.5, 3.0]
    assert there.take(batch(seen, 20, from_s=10, reading=[reading(11, "t-02", 2.0)])).tolist() == [False, True, False]
    assert there.values(now_us + HELD_US - 1)[:2].tolist() == [4.5, 2.0]
    assert np.isnan(there.values(now_us + HELD_US)).tolist() == [True, False, True]


def test_the_middle_is_the_median_of_what_is_known() -> None:
    """One wry sensor moves it little; nothing known is nothing."""
    assert middle(np.array([4.0, np.nan, 3.0, 90.0])) == 4.0
    assert middle(np.array([np.nan])) != pytest.approx(0.0)
