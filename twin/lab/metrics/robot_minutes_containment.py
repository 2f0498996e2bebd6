"""Robot minutes lost to containment: robots that a response stopped or cut off, and those behind them.

Source: the log's own cause of each hold.
"""

from __future__ import annotations

from twin.core.units import MINUTE_US
from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import rows_where


class RobotMinutesContainment(Metric):
    """Robot minutes lost to containment: robots that a response stopped or cut off, and those behind them."""

    unit = "min"
    better = "low"
    title = "lost to containment"

    def measure(self, evidence: Evidence) -> float | None:
        """Robot minutes lost to containment: robots that a response stopped or cut off, and those behind them."""
        spent = rows_where(evidence.log, "robot_time", activity="lost_containment")["spent_us"].sum()
        return float(spent) / MINUTE_US
