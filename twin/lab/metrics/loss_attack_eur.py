"""Loss that the attack explains, in money.

Source: :mod:`twin.lab.metrics.parts.prices`.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.prices import loss


class LossAttackEur(Metric):
    """Loss that the attack explains, in money."""

    unit = "EUR"
    better = "low"
    title = "loss by attack"

    def measure(self, evidence: Evidence) -> float | None:
        """Loss that the attack explains, in money."""
        return loss(evidence).attack
