"""What containment takes from honest work while it lasts, in messages.

Source: ours.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric


class NeedsContained(Metric):
    """Legitimate flows that a response refused."""

    unit = "flows"
    better = "low"
    title = "needs cut off"

    def measure(self, evidence: Evidence) -> float:
        """``contained`` of ``need``, all needs."""
        return float(evidence.log.since("need")["contained"].sum())
