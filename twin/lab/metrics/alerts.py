"""Alerts raised.

Source: ours.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric


class Alerts(Metric):
    """Alerts raised."""

    unit = "alerts"
    better = "neither"
    title = "alerts"

    def measure(self, evidence: Evidence) -> float | None:
        """Alerts raised."""
        return float(evidence.log.rows("alert"))
