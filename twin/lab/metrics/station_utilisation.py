"""How busy the pick faces are; well below 1, or robots queue.

Source: utilisation of a server as in queueing theory (L. Kleinrock, Queueing Systems vol. 1): busy time by time.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.working import share_held


class StationUtilisation(Metric):
    """Share of the time in which pick stations serve a robot, mean of all."""

    unit = "share"
    better = "neither"
    scale = "ratio"
    title = "station use"

    def measure(self, evidence: Evidence) -> float | None:
        """Time at the face of pick stations in ``queue_time``, by stations and time."""
        return share_held(evidence.log, "pick-", "face")
