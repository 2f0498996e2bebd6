"""How long an order takes from its arrival until its last line is picked.

Source: order cycle time as logistics KPIs define it; orders that are still open have none yet and show as late or open.
"""

from __future__ import annotations

from twin.core.units import MINUTE_US
from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.working import order_cycles_us


class OrderCycleMeanMin(Metric):
    """Mean cycle time of the orders done; undefined when none is."""

    unit = "min"
    better = "low"
    title = "order cycle"

    def measure(self, evidence: Evidence) -> float | None:
        """Completion less arrival over ``order_out``, in minutes."""
        cycles_us = order_cycles_us(evidence.log)
        return float(cycles_us.mean()) / MINUTE_US if len(cycles_us) else None
