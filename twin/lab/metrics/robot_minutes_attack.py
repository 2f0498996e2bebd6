"""Robots that were tampered with, and those that stood behind them.

Source: the log's own cause of each hold.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import lost_min


class RobotMinutesAttack(Metric):
    """Robot minutes lost to the attack."""

    unit = "min"
    better = "low"
    title = "lost to attack"

    def measure(self, evidence: Evidence) -> float:
        """Time as ``lost_attack`` in ``robot_time``, in minutes."""
        return lost_min(evidence.log, "attack")
