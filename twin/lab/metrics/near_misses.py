"""People and moving robots too close together without a contact; the limits are those of the plant.

Source: separation as ISO 13855 uses it; the two limits are judgements.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import rows_where


class NearMisses(Metric):
    """Near-misses: a person closer than 0.8 m to a robot that moves faster than 0.3 m/s."""

    unit = "events"
    better = "low"
    scale = "count"
    title = "near-misses"

    def measure(self, evidence: Evidence) -> float:
        """Rows of ``incident`` that say ``near_miss``."""
        return float(len(rows_where(evidence.log, "incident", incident="near_miss")["time"]))
