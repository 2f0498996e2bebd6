"""Electricity used by rooms, server room and fleet.

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
        """Electricity used by rooms, server room and fleet."""
        return float(evidence.log.since("energy")["used_kwh"].sum())
