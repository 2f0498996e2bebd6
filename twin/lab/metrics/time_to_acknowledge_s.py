"""Time to acknowledge: how long a case lies there before somebody takes it up.

Start: the alert that opened the case is raised. End: the first piece of work on it begins. Cases that nobody came to
have no such time; how many alerts that are is in ``alerts_unread``, and the mean says nothing without it.

Source: mean time to acknowledge as incident metrics use the word (ITIL, PagerDuty); rows are ours.
"""

from __future__ import annotations

import numpy as np

from twin.core.units import SECOND_US
from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.triage import begun


class TimeToAcknowledgeS(Metric):
    """Mean time from a case's first alert to the first work on it; undefined without a case."""

    unit = "s"
    better = "low"
    title = "time to acknowledge"

    def measure(self, evidence: Evidence) -> float | None:
        """Of each case in ``triage`` the first beginning (time less work), less the time of its alert."""
        rows, alerts = begun(evidence.log), evidence.log.since("alert")
        if not len(rows["case"]):
            return None
        began = rows["time"] - rows["worked_us"]
        order = np.lexsort((began, rows["case"]))
        cases, first = np.unique(rows["case"][order], return_index=True)
        numbered = np.argsort(alerts["alert"], kind="stable")
        raised = alerts["time"][numbered][np.searchsorted(alerts["alert"][numbered], cases)]
        return float((began[order][first] - raised).mean()) / SECOND_US
