"""Recent steps: what sensors may still ask for."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.errors import InvariantBroken
from twin.core.units import SECOND_US
from twin.plant.recent import RING_STEPS, Recent

STEP_US = 10 * SECOND_US


def test_a_time_after_the_newest_step_gives_the_newest_value() -> None:
    """And no question gives no answer."""
    recent = Recent(2, STEP_US)
    recent.keep(np.array([0]), np.array([[1.0, 2.0]]))
    assert recent.at(np.array([1]), np.array([5 * STEP_US]))[0] == 2.0
    assert len(recent.at(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))) == 0


def test_what_is_older_than_the_ring_is_refused() -> None:
    """The last 64 steps are there, each with its own value; the one before them is an error, not a wrong answer."""
    recent, steps = Recent(1, STEP_US), np.arange(100)
    recent.keep(steps, steps[:, None].astype(np.float64))
    kept = np.arange(100 - RING_STEPS, 100)
    assert recent.at(np.zeros(RING_STEPS, dtype=np.int64), kept * STEP_US + 7).tolist() == kept.tolist()
    with pytest.raises(InvariantBroken, match="older than 64 steps"):
        recent.at(np.array([0]), np.array([(99 - RING_STEPS) * STEP_US]))
