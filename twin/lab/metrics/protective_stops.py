"""How often robots saved the situation by themselves: safe, and slow.

Source: ISO 3691-4:2023.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import rows_where


class ProtectiveStops(Metric):
    """Protective stops: a robot stopped by its own field."""

    unit = "events"
    better = "low"
    title = "protective stops"

    def measure(self, evidence: Evidence) -> float:
        """Rows of ``incident`` that say ``protective_stop``."""
        return float(len(rows_where(evidence.log, "incident", incident="protective_stop")["time"]))
