"""Robots that could not work because somebody attacked, or because somebody defended.

Source: availability losses as in ISO 22400-2, split by cause in the log.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import lost_min


class RobotMinutesLost(Metric):
    """Robot minutes lost to the attack and to its containment."""

    unit = "min"
    better = "low"
    title = "robot time lost"

    def measure(self, evidence: Evidence) -> float:
        """Time lost to either cause in ``robot_time``, in minutes."""
        return lost_min(evidence.log, "attack") + lost_min(evidence.log, "containment")
