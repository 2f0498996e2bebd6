"""How busy the chargers are; near 1, robots wait for one with an empty battery.

Source: utilisation of several servers as in queueing theory (L. Kleinrock, Queueing Systems vol. 1).
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.working import mean_held


class ChargerUtilisation(Metric):
    """Share of the time in which chargers are held by a robot, the way there included; undefined without chargers."""

    unit = "share"
    better = "neither"
    scale = "ratio"
    title = "charger use"

    def measure(self, evidence: Evidence) -> float | None:
        """Time at chargers in ``queue_time``, by chargers and time."""
        held = mean_held(evidence.log, "chargers", ("held",))
        count = evidence.site.plant.floor.chargers
        return held / count if held is not None and count else None
