"""How far the attacker came, in assets that obeyed him for any time at all.

Source: ours; the truth book's own account.
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import compromised


class AssetsCompromised(Metric):
    """Assets that the attacker ever held."""

    unit = "assets"
    better = "low"
    title = "compromised"

    def measure(self, evidence: Evidence) -> float:
        """Different assets with a row ``compromised`` in ``compromise``."""
        return float(len(compromised(evidence.log)))
