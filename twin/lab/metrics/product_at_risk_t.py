"""Product whose mean kinetic temperature left its limit in any window, tonnes; undefined without a cold room.

Source: USP <1079.2> and <1160>; the model is :mod:`twin.plant.product`.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import harm


class ProductAtRiskT(Metric):
    """Product whose mean kinetic temperature left its limit in any window, tonnes."""

    unit = "t"
    better = "low"
    title = "product at risk"

    def measure(self, evidence: Evidence) -> float | None:
        """The value, or None where it is undefined."""
        if not evidence.site.plant.rooms:
            return None
        return sum(harm(evidence, room).at_risk_t for room in evidence.site.plant.rooms)
