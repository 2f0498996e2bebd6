"""Robots that stand about with a pod because a station is busy.

Source: mean number in the queue, Lq, the time integral of the line by time (J. D. C. Little 1961).
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.working import mean_held


class StationQueueMean(Metric):
    """Mean number of robots that wait for a pick station, in its slots or for one."""

    unit = "robots"
    better = "low"
    title = "station queue"

    def measure(self, evidence: Evidence) -> float | None:
        """Time in queues and waiting for slots of pick stations in ``queue_time``, by time."""
        return mean_held(evidence.log, "pick-", ("slot", "queue"))
