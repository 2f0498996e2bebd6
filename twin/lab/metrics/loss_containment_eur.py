"""What the defence cost: stopped work, and the time of analysts and staff.

The parts are in :mod:`twin.lab.metrics.parts.prices`.

Source: the site's own prices.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.prices import loss


class LossContainmentEur(Metric):
    """Loss that containment explains, analysts' and staff time included, in money."""

    unit = "EUR"
    better = "low"
    title = "loss by containment"

    def measure(self, evidence: Evidence) -> float:
        """The part of the loss with the cause *containment*."""
        return loss(evidence).containment
