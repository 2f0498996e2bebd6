"""Legitimate flows that a response refused.

Source: ours.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric


class NeedsContained(Metric):
    """Legitimate flows that a response refused."""

    unit = "flows"
    better = "low"
    title = "needs cut off"

    def measure(self, evidence: Evidence) -> float | None:
        """Legitimate flows that a response refused."""
        return float(evidence.log.since("need")["contained"].sum())
