"""Wrong containment, in money: what was paid for measures that answered nobody.

What is counted, and what cannot be told apart, says :mod:`twin.lab.metrics.parts.vain`.

Source: the site's own prices.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.vain import vain_eur


class FalseContainmentEur(Metric):
    """Staff time and checks of measures on assets in which no attack ever worked."""

    unit = "EUR"
    better = "low"
    title = "false containment"

    def measure(self, evidence: Evidence) -> float:
        """Staff minutes of measures in vain at the analysts' price, and a check for each asset cut off."""
        return vain_eur(evidence)
