"""Lanes that were blocked by a robot that could not go on.

Source: deadlock and blockage counts are usual KPIs of robot fleets; a jam is what the plant reports as one.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import rows_where


class Jams(Metric):
    """Robots that stood held on a lane for longer than half a minute."""

    unit = "jams"
    better = "low"
    scale = "count"
    title = "jams"

    def measure(self, evidence: Evidence) -> float:
        """Rows of ``incident`` that are a jam."""
        return float(len(rows_where(evidence.log, "incident", incident="jam")["time"]))
