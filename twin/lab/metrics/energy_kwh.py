"""What the hub drew from the mains; a physical account, and no part of the loss.

Source: the energy balances that the plant closes at the end of a run.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric


class EnergyKwh(Metric):
    """Electricity used by rooms, server room and fleet."""

    unit = "kWh"
    better = "low"
    title = "energy"

    def measure(self, evidence: Evidence) -> float:
        """``used_kwh`` of ``energy``, all entities."""
        return float(evidence.log.since("energy")["used_kwh"].sum())
