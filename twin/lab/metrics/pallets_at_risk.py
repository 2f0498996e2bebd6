"""Pallets of the product at risk; undefined without a cold room.

Source: the rule of :mod:`twin.plant.product`; mass on a pallet and product in a room are the site's.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import harm


class PalletsAtRisk(Metric):
    """Pallets of product that left its limits for too long."""

    unit = "pallets"
    better = "low"
    title = "pallets at risk"

    def measure(self, evidence: Evidence) -> float | None:
        """The value, or None where it is undefined."""
        if not evidence.site.plant.rooms:
            return None
        return float(sum(harm(evidence, room).at_risk_pallets for room in evidence.site.plant.rooms))
