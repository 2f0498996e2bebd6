"""What nineteen of twenty customers do not have to wait longer for.

Source: 95th percentile of the order cycle time, a usual service level; nearest rank, so it is the time of a real order.
"""

from __future__ import annotations

import numpy as np

from twin.core.units import MINUTE_US
from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.working import order_cycles_us


class OrderCycleP95Min(Metric):
    """Time within which 95 % of the orders done were done; undefined when none is."""

    unit = "min"
    better = "low"
    title = "cycle, 95 %"

    def measure(self, evidence: Evidence) -> float | None:
        """The smallest cycle that 95 % of ``order_out`` do not exceed, in minutes."""
        cycles_us = np.sort(order_cycles_us(evidence.log))
        rank = (19 * len(cycles_us) + 19) // 20
        return float(cycles_us[rank - 1]) / MINUTE_US if len(cycles_us) else None
