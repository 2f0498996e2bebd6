"""Robots that a response stopped or cut off, and those that stood behind them.

Source: the log's own cause of each hold.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import lost_min


class RobotMinutesContainment(Metric):
    """Robot minutes lost to containment."""

    unit = "min"
    better = "low"
    title = "lost to containment"

    def measure(self, evidence: Evidence) -> float:
        """Time as ``lost_containment`` in ``robot_time``, in minutes."""
        return lost_min(evidence.log, "containment")
