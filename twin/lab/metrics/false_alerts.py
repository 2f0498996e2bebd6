"""Alerts that send analysts after nobody, or after an asset that is clean.

Which are right says :mod:`twin.lab.metrics.parts.reading`.

Source: ours.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import right_alerts


class FalseAlerts(Metric):
    """Alerts that are not right."""

    unit = "alerts"
    better = "low"
    title = "false alerts"

    def measure(self, evidence: Evidence) -> float:
        """Alerts less the right ones."""
        return float(evidence.log.rows("alert") - len(right_alerts(evidence)))
