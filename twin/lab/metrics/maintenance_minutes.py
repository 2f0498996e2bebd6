"""What looking after devices costs: the minutes in which they are off the network for it.

Source: planned downtime as in ISO 22400-2 (planned down time); a device that did not come back counts to the end.
"""

from __future__ import annotations

from twin.core.units import MINUTE_US
from twin.lab.metrics.base import Evidence, Metric

BACK = ("done", "rolled_back")


class MaintenanceMinutes(Metric):
    """Device minutes off the network for patches, keys, restarts and retirement."""

    unit = "min"
    better = "low"
    title = "maintenance downtime"

    def measure(self, evidence: Evidence) -> float:
        """From each ``off`` of ``operation`` to the asset's next ``done`` or ``rolled_back``, in minutes, summed."""
        since: dict[str, list[int]] = {}
        total_us = 0
        for row in evidence.log.records("operation"):
            if row["phase"] == "off":
                since.setdefault(row["asset"], []).append(row["time"])
            elif row["phase"] in BACK and since.get(row["asset"]):
                total_us += row["time"] - since[row["asset"]].pop(0)
        total_us += sum(evidence.span_us - begun for left in since.values() for begun in left)
        return total_us / MINUTE_US
