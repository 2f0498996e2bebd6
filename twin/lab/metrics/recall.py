"""Share of the assets in which the attack worked that some alert accuses; undefined on a quiet day.

The cases are the involved assets, and a right alert finds one (both words: :mod:`twin.lab.metrics.parts.reading`).

Source: ISO/IEC TS 4213, with the asset as the case.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import involved, right_alerts


class Recall(Metric):
    """Share of the assets that an attack acted from, held or had an effect in, which some alert accuses."""

    unit = "share"
    better = "high"
    title = "recall"

    def measure(self, evidence: Evidence) -> float | None:
        """The value, or None where it is undefined."""
        cases = involved(evidence.log)
        found = {row["entity"] for row in right_alerts(evidence.log)}
        return len(found) / len(cases) if cases else None
