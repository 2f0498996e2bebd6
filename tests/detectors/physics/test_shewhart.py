"""Shewhart's chart: both sides, no memory."""

from __future__ import annotations

import numpy as np

from twin.detectors.physics.shewhart import Shewhart


def test_only_what_lies_beyond_the_limit_is_flagged() -> None:
    """On the limit is within."""
    assert Shewhart(3.0).take(np.array([-3.1, -3.0, 0.0, 3.0, 3.1])).tolist() == [True, False, False, False, True]


def test_it_has_no_memory() -> None:
    """Many values just within the limit are as good as none."""
    chart = Shewhart(3.0)
    assert not any(chart.take(np.full(4, 2.9)).any() for _ in range(100))
