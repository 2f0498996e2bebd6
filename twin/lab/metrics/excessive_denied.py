"""What a policy refuses on purpose: messages of needs that ask for more than their purpose wants.

A vendor's access from the internet is one.

Source: RFC 8520 for a declared need; which of them is excessive is the device sheet's judgement.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import needs_denied


class ExcessiveDenied(Metric):
    """Flows of excessive needs that the policy refused."""

    unit = "flows"
    better = "neither"
    title = "excess denied"

    def measure(self, evidence: Evidence) -> float:
        """``denied`` of ``need`` where the need is excessive."""
        return needs_denied(evidence.log, excessive=True)
