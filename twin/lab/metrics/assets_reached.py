"""Assets of the hub that answered the attacker, held or not; what lies outside is not the hub's to lose.

Source: ours (blast radius as reached assets).
"""

from __future__ import annotations

from twin.lab.metrics.base import Evidence, Metric
from twin.lab.metrics.parts.reading import compromised


class AssetsReached(Metric):
    """Assets of the hub that answered the attacker, held or not."""

    unit = "assets"
    better = "low"
    title = "reached"

    def measure(self, evidence: Evidence) -> float:
        """Different assets in ``reached`` or ``compromise``, less those on the internet."""
        outside = {asset.name for asset in evidence.inventory.of_function("internet")}
        answered = set(evidence.log.texts("reached", "dst")) | set(compromised(evidence.log))
        return float(len(answered - outside))
