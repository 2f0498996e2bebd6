"""What grouping saves: alerts that are looked at together cost seconds instead of a triage.

Source: ours.
"""

from __future__ import annotations

import numpy as np

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.triage import begun, cases_worked


class AlertsPerCase(Metric):
    """Alerts read for each case; undefined without a case."""

    unit = "alerts"
    better = "neither"
    title = "alerts a case"

    def measure(self, evidence: Evidence) -> float | None:
        """Distinct alerts over distinct cases of ``triage``, what was left unread aside."""
        count = cases_worked(evidence.log)
        return len(np.unique(begun(evidence.log)["alert"])) / count if count else None
