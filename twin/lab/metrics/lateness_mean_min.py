"""How late the late ones are; a few hours on one order and a minute on each of many are different days.

Source: tardiness in scheduling (Pinedo, Scheduling, 5th ed.); open orders count with what they have so far.
"""

from __future__ import annotations

import numpy as np

from twin.core.units import MINUTE_US
from twin.lab.metrics.base import Evidence, Metric


class LatenessMeanMin(Metric):
    """Mean lateness of the late orders; undefined when none is late."""

    unit = "min"
    better = "low"
    title = "mean lateness"

    def measure(self, evidence: Evidence) -> float | None:
        """Mean of what is above 0, over orders done and orders open."""
        log = evidence.log
        done, arrived = log.since("order_out"), log.since("order_in")
        waiting = ~np.isin(arrived["order"], done["order"])
        late = np.concatenate([done["lateness_us"], evidence.span_us - arrived["due"][waiting]])
        late = late[late > 0]
        return float(late.mean()) / MINUTE_US if len(late) else None
