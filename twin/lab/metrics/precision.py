"""How far an alert can be believed. The case is the alert: ten right ones about one asset are ten.

Read it with ``base_rate``, whose case is the flow.

Source: ISO/IEC TS 4213; an alert is right as :mod:`twin.lab.metrics.parts.reading` says.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import right_alerts


class Precision(Metric):
    """Share of alerts that are right; undefined without alerts."""

    unit = "share"
    better = "high"
    scale = "ratio"
    title = "precision, per alert"

    def measure(self, evidence: Evidence) -> float | None:
        """Right alerts by alerts."""
        raised = evidence.log.rows("alert")
        return len(right_alerts(evidence)) / raised if raised else None
