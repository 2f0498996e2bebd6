"""Throughput: what the hub is there for.

Source: throughput as ISO 22400-2 counts it.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric


class OrdersDone(Metric):
    """Orders completed."""

    unit = "orders"
    better = "high"
    title = "orders done"

    def measure(self, evidence: Evidence) -> float:
        """Rows of ``order_out``."""
        return float(evidence.log.rows("order_out"))
