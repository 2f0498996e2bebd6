"""Wrong containment, counted: the price of acting on what is observed.

What is in vain says :mod:`twin.lab.metrics.parts.vain`.

Source: ours.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.vain import vain_measures


class FalseContainments(Metric):
    """Measures in force on assets in which no attack ever worked."""

    unit = "measures"
    better = "low"
    title = "false containments"

    def measure(self, evidence: Evidence) -> float:
        """Applied decisions whose assets have no part in the truth book."""
        return float(len(vain_measures(evidence)))
