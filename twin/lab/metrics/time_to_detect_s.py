"""Time to detect: how long the attacker works unseen.

Start row: ``attack`` with phase ``start``. End row: the first right alert (:mod:`twin.lab.metrics.parts.reading`). No
standard body defines it; read it beside ``undetected``.

Source: ours.
"""

from __future__ import annotations

from twin.core.units import SECOND_US
from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import first_moment, right_alerts


class TimeToDetectS(Metric):
    """Time to detect: from the start of the first step to the first right alert; undefined when there is none."""

    unit = "s"
    better = "low"
    title = "time to detect"

    def measure(self, evidence: Evidence) -> float | None:
        """First right alert less first moment, in seconds."""
        began, right = first_moment(evidence.log), right_alerts(evidence)
        return (right[0]["time"] - began) / SECOND_US if right and began is not None else None
