"""People touched by robots that moved.

Source: ISO 10218-2:2025 Annex A for the severity that the log keeps beside each.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import rows_where


class Contacts(Metric):
    """Contacts of a moving robot with a person."""

    unit = "events"
    better = "low"
    scale = "count"
    title = "contacts"

    def measure(self, evidence: Evidence) -> float:
        """Rows of ``incident`` that say ``contact``."""
        return float(len(rows_where(evidence.log, "incident", incident="contact")["time"]))
