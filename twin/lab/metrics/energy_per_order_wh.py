"""What it costs in electricity to bring an order to a picker.

Source: energy per order as logistics KPIs define it, of the fleet alone: rooms must be cooled with orders or without.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import rows_where

WH_PER_KWH = 1_000.0


class EnergyPerOrderWh(Metric):
    """Energy that the fleet used for each order done; undefined when none is."""

    unit = "Wh"
    better = "low"
    title = "fleet energy an order"

    def measure(self, evidence: Evidence) -> float | None:
        """``used_kwh`` of the fleet in ``energy``, by rows of ``order_out``."""
        done = evidence.log.rows("order_out")
        used_kwh = float(rows_where(evidence.log, "energy", entity="fleet")["used_kwh"].sum())
        return used_kwh * WH_PER_KWH / done if done else None
