"""Attacks that nobody saw. A mean time to detect misleads without it, because it leaves them out.

Source: ours.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import first_moment, right_alerts


class Undetected(Metric):
    """1 when a story with an attack raised no right alert, 0 when it did; undefined on a quiet day."""

    unit = "share"
    better = "low"
    scale = "share"
    title = "runs not detected"

    def measure(self, evidence: Evidence) -> float | None:
        """Whether the run has a right alert, as a number."""
        if first_moment(evidence.log) is None:
            return None
        return 0.0 if right_alerts(evidence) else 1.0
