"""Robot minutes lost to the attack and to its containment.

Source: availability losses as in ISO 22400-2, split by cause in the log.
"""

from __future__ import annotations

from twin.core.units import MINUTE_US
from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import rows_where


class RobotMinutesLost(Metric):
    """Robot minutes lost to the attack and to its containment."""

    unit = "min"
    better = "low"
    title = "robot time lost"

    def measure(self, evidence: Evidence) -> float | None:
        """Robot minutes lost to the attack and to its containment."""
        lost = [
            rows_where(evidence.log, "robot_time", activity=f"lost_{cause}")["spent_us"]
            for cause in ("attack", "containment")
        ]
        return float(sum(int(part.sum()) for part in lost)) / MINUTE_US
