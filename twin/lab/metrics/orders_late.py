"""Broken promises to customers.

Source: on-time shipping as logistics KPIs define it; ours counts the open ones too, or a stopped hub would look
punctual.
"""

from __future__ import annotations

import numpy as np

from twin.lab.metrics.base import Evidence, Metric


class OrdersLate(Metric):
    """Orders delivered late, or still open after their due time."""

    unit = "orders"
    better = "low"
    title = "late orders"

    def measure(self, evidence: Evidence) -> float | None:
        """Rows of ``order_out`` with a lateness above 0, and open orders that are due."""
        log = evidence.log
        done = log.since("order_out")
        late = int((done["lateness_us"] > 0).sum())
        arrived = log.since("order_in")
        open_orders = ~np.isin(arrived["order"], done["order"])
        return float(late + int((open_orders & (arrived["due"] < evidence.span_us)).sum()))
