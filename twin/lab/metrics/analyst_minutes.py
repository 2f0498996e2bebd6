"""Minutes that analysts worked on alerts.

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

    def measure(self, evidence: Evidence) -> float | None:
        """Minutes that analysts worked on alerts."""
        return float(evidence.log.since("triage")["worked_us"].sum()) / MINUTE_US
