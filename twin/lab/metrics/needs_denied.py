"""The fault of a policy that is too strict: messages of declared needs that it refuses, day after day.

Needs that ask for more than their purpose wants are counted apart (``excessive_denied``): to refuse those is a choice.

Source: RFC 8520 for what is legitimate: a declared need.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import needs_denied


class NeedsDenied(Metric):
    """Legitimate flows that the policy refused, excessive needs left out."""

    unit = "flows"
    better = "low"
    title = "needs denied"

    def measure(self, evidence: Evidence) -> float:
        """``denied`` of ``need`` where the need is not excessive."""
        return needs_denied(evidence.log, excessive=False)
