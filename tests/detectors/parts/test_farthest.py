"""How far a statistic has come."""

from __future__ import annotations

import numpy as np

from twin.detectors.base import Reached
from twin.detectors.parts.farthest import Farthest, nearest_first


def test_the_most_is_kept_of_each_asset_and_those_that_never_moved_are_left_out() -> None:
    """Two looks; the second is lower."""
    far = Farthest(["a", "b", "c"], "sum", 4.0)
    far.take(np.array([0, 0, 2]), np.array([1.0, 3.0, 2.0]))
    far.take(np.array([0]), np.array([0.5]))
    assert far.told() == [Reached("a", "sum", 3.0, 4.0), Reached("c", "sum", 2.0, 4.0)]


def test_the_nearest_to_its_own_threshold_stands_first() -> None:
    """Three of four is nearer than five of ten; what is alike goes by name."""
    told = [Reached("b", "x", 5.0, 10.0), Reached("a", "x", 5.0, 10.0)], [Reached("c", "y", 3.0, 4.0)]
    assert [each.entity for each in nearest_first(*told)] == ["c", "a", "b"]
