"""How much of the fleet has something to do; 70 to 85 % is the usual target, more is congestion.

Source: robot utilisation as WareMax defines it: what is not idle, of the time that robots are available to work.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.working import robot_time_us


class RobotUtilisation(Metric):
    """Share of robot time spent moving, waiting or working on a visit or a charge; undefined without robots."""

    unit = "share"
    better = "neither"
    scale = "ratio"
    title = "robot use"

    def measure(self, evidence: Evidence) -> float | None:
        """Time in ``robot_time`` as moving, waiting or working, by that and idle."""
        spent_us = robot_time_us(evidence.log)
        busy_us = sum(spent_us.get(activity, 0) for activity in ("moving", "waiting", "working"))
        whole_us = busy_us + spent_us.get("idle", 0)
        return busy_us / whole_us if whole_us else None
