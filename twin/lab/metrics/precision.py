"""Share of alerts that are right; undefined without alerts. Read it with ``base_rate``.

Source: ISO/IEC TS 4213; an alert is right as :mod:`twin.lab.metrics.parts.reading` says.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import right_alerts


class Precision(Metric):
    """Share of alerts that are right; undefined without alerts. Read it with ``base_rate``."""

    unit = "share"
    better = "high"
    title = "precision"

    def measure(self, evidence: Evidence) -> float | None:
        """Share of alerts that are right; undefined without alerts. Read it with ``base_rate``."""
        raised = evidence.log.rows("alert")
        return len(right_alerts(evidence.log)) / raised if raised else None
