"""Cases: what the alerts come to once those that belong together have been put together.

Which belong together is the response plan's grouping (:class:`twin.lab.response_plan.Grouping`).

Source: NIST SP 800-61 r2, section 3.2.4 (correlation of events).
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.triage import cases_worked


class Cases(Metric):
    """Cases that somebody worked on."""

    unit = "cases"
    better = "low"
    title = "cases"

    def measure(self, evidence: Evidence) -> float:
        """Distinct cases of ``triage``, what was left unread aside."""
        return float(cases_worked(evidence.log))
