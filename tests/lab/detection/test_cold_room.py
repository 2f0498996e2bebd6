"""A cold room by itself keeps its temperature, follows a lie, and repeats."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.elementary import Floats
from twin.lab.detection.cold_room import CHILL, FULL_A, THERMOMETERS, tell

LOOKS = 240


def _two_less(_look: int, said: Floats) -> Floats:
    return said - np.where(np.arange(len(said)) < THERMOMETERS, 2.0, 0.0)


def test_an_honest_room_keeps_to_its_setpoint() -> None:
    """The mean of four hours within the band, the compressor at its full current when it runs."""
    told = tell(1, LOOKS)
    assert abs(told.air_c.mean() - CHILL.setpoint_c) < CHILL.band_k / 2
    assert told.said[:, THERMOMETERS].max() == pytest.approx(FULL_A, rel=0.1)
    assert set(np.unique(told.said[:, -1] * 6).round().tolist()) <= set(range(7))


def test_a_room_that_is_told_to_be_colder_gets_warmer() -> None:
    """By what was taken off at the most: its compressor rests meanwhile; the product follows slowly."""
    honest, led = tell(1, LOOKS), tell(1, LOOKS, _two_less)
    assert 1.0 < led.air_c[150:].mean() - honest.air_c[150:].mean() < 2.2
    assert 0.1 < led.product_c[-1] - honest.product_c[-1] < 1.5


def test_equal_seeds_are_equal() -> None:
    """To the last bit; others are not."""
    assert (tell(3, 40).said == tell(3, 40).said).all()
    assert (tell(3, 40).said != tell(4, 40).said).any()
