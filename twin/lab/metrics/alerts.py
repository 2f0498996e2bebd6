"""How much the ruleset says: the work that it hands to analysts, right or wrong.

Source: ours.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric


class Alerts(Metric):
    """Alerts raised."""

    unit = "alerts"
    better = "neither"
    title = "alerts"

    def measure(self, evidence: Evidence) -> float:
        """Rows of ``alert``."""
        return float(evidence.log.rows("alert"))
