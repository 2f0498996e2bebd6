"""Alerts that nobody came to: left in the line at the end, dropped for want of room, or given up for age.

A desk that is full does not say so; it goes quiet. Read it beside the time to acknowledge, which only counts what was
read.

Source: ours.
"""

from __future__ import annotations

import numpy as np

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.triage import begun


class AlertsUnread(Metric):
    """Alerts on which nobody has finished a piece of work."""

    unit = "alerts"
    better = "low"
    title = "alerts unread"

    def measure(self, evidence: Evidence) -> float:
        """Rows of ``alert`` less the distinct alerts of ``triage`` that somebody worked on."""
        return float(evidence.log.rows("alert") - len(np.unique(begun(evidence.log)["alert"])))
