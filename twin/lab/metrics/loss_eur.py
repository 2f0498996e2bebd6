"""Loss in money: everything that the site's price list prices.

Electricity is in it, so a comparison with a quiet day shows what the attack changed there too.

Source: the site's own prices, all judgements; the split by cause is in :mod:`twin.lab.metrics.parts.prices`.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.prices import loss


class LossEur(Metric):
    """Loss in money: everything that the site's price list prices."""

    unit = "EUR"
    better = "low"
    title = "loss"

    def measure(self, evidence: Evidence) -> float | None:
        """Loss in money: everything that the site's price list prices."""
        return loss(evidence).total
