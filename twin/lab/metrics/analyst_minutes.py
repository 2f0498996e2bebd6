"""What triage costs: time at work on alerts, waiting for an analyst not counted.

Source: ours.
"""

from __future__ import annotations

from twin.core.units import MINUTE_US
from twin.lab.metrics.base import Evidence, Metric


class AnalystMinutes(Metric):
    """Minutes that analysts worked on alerts."""

    unit = "min"
    better = "low"
    title = "analyst time"

    def measure(self, evidence: Evidence) -> float:
        """``worked_us`` of ``triage``, in minutes."""
        return float(evidence.log.since("triage")["worked_us"].sum()) / MINUTE_US
