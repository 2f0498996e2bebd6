"""Robots that could work, whether or not there was work.

Source: availability as in ISO 22400-2; time lost to an attack or a containment is lost as much as time broken down.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.working import robot_time_us


class RobotAvailability(Metric):
    """Share of robot time that was neither down nor lost; undefined without robots."""

    unit = "share"
    better = "high"
    scale = "ratio"
    title = "robot availability"

    def measure(self, evidence: Evidence) -> float | None:
        """Time in ``robot_time`` that is not down, lost_attack or lost_containment, by all of it."""
        spent_us = robot_time_us(evidence.log)
        gone_us = sum(spent_us.get(activity, 0) for activity in ("down", "lost_attack", "lost_containment"))
        whole_us = sum(spent_us.values())
        return 1.0 - gone_us / whole_us if whole_us else None
