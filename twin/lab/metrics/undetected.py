"""1 when a story with an attack raised no right alert, 0 when it did; undefined on a quiet day.

Source: ours; a mean time to detect without it misleads.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import first_moment, right_alerts


class Undetected(Metric):
    """1 when a story with an attack raised no right alert, 0 when it did; undefined on a quiet day."""

    unit = "cases"
    better = "low"
    title = "not detected"

    def measure(self, evidence: Evidence) -> float | None:
        """1 when a story with an attack raised no right alert, 0 when it did; undefined on a quiet day."""
        if first_moment(evidence.log) is None:
            return None
        return 0.0 if right_alerts(evidence.log) else 1.0
