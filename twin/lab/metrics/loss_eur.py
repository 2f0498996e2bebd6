"""What went wrong, in money: everything that the site's price list prices, on a day with an attack or without.

A busy day has a loss too. What an attack cost is the difference to the quiet day of the same hub, posture and seed,
which a comparison calls damage.

Source: the site's own prices, all judgements; parts and causes: :mod:`twin.lab.metrics.parts.prices`.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.prices import loss


class LossEur(Metric):
    """Loss in money: everything that the site's price list prices."""

    unit = "EUR"
    better = "low"
    title = "loss"

    def measure(self, evidence: Evidence) -> float:
        """All three causes together."""
        return loss(evidence).total
