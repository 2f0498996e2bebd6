"""Robot minutes lost to the attack: tampered robots, and those that stand behind them.

Source: the log's own cause of each hold.
"""

from __future__ import annotations

from twin.core.units import MINUTE_US
from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import rows_where


class RobotMinutesAttack(Metric):
    """Robot minutes lost to the attack: tampered robots, and those that stand behind them."""

    unit = "min"
    better = "low"
    title = "lost to attack"

    def measure(self, evidence: Evidence) -> float | None:
        """Robot minutes lost to the attack: tampered robots, and those that stand behind them."""
        spent = rows_where(evidence.log, "robot_time", activity="lost_attack")["spent_us"].sum()
        return float(spent) / MINUTE_US
