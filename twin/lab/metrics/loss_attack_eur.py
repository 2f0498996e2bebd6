"""What the attack did directly, as the log keeps causes; see :mod:`twin.lab.metrics.parts.prices`.

Source: the site's own prices.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.prices import loss


class LossAttackEur(Metric):
    """Loss that the attack explains, in money."""

    unit = "EUR"
    better = "low"
    title = "loss by attack"

    def measure(self, evidence: Evidence) -> float:
        """The part of the loss with the cause *attack*."""
        return loss(evidence).attack
