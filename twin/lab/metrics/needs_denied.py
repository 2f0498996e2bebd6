"""Legitimate flows that the policy refused, needs that it refuses on purpose included.

Source: RFC 8520 for what is legitimate: a declared need.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric


class NeedsDenied(Metric):
    """Legitimate flows that the policy refused, needs that it refuses on purpose included."""

    unit = "flows"
    better = "low"
    title = "needs denied"

    def measure(self, evidence: Evidence) -> float | None:
        """Legitimate flows that the policy refused, needs that it refuses on purpose included."""
        return float(evidence.log.since("need")["denied"].sum())
