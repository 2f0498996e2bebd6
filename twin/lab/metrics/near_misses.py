"""Near-misses: a person closer than 0.8 m to a robot that moves faster than 0.3 m/s.

Source: separation as ISO 13855 uses it; the two limits are judgements.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import rows_where


class NearMisses(Metric):
    """Near-misses: a person closer than 0.8 m to a robot that moves faster than 0.3 m/s."""

    unit = "events"
    better = "low"
    title = "near-misses"

    def measure(self, evidence: Evidence) -> float | None:
        """Near-misses: a person closer than 0.8 m to a robot that moves faster than 0.3 m/s."""
        return float(len(rows_where(evidence.log, "incident", incident="near_miss")["time"]))
