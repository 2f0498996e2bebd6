"""Loss that containment explains, analysts' and staff time included, in money.

Source: :mod:`twin.lab.metrics.parts.prices`.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.prices import loss


class LossContainmentEur(Metric):
    """Loss that containment explains, analysts' time included, in money."""

    unit = "EUR"
    better = "low"
    title = "loss by containment"

    def measure(self, evidence: Evidence) -> float | None:
        """Loss that containment explains, analysts' time included, in money."""
        return loss(evidence).containment
