"""A cohort of flows, before it is given to the traffic."""

from __future__ import annotations

import numpy as np

from twin.core.chance import Streams
from twin.core.cohort import Beat
from twin.net.channels import Channels


def test_a_new_cohort_owes_everything_from_the_start_and_has_no_number() -> None:
    """The traffic numbers it, and says from when on, as it is added."""
    none = np.zeros(0, dtype=np.int64)
    beat = Beat(none, none, Streams.of(1, [], "flow"))
    fresh = Channels("empty", none, none, none, beat, none, none, none, none, none)
    assert (fresh.at_us, fresh.number, fresh.exogenous) == (0, -1, True)
    assert len(fresh.beat.due(0, 1_000_000).member) == 0
